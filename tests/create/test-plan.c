/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "base/lodge-error.h"
#include "base/lodge-units.h"
#include "create-support.h"
#include "create/lodge-plan-private.h"

#define DEBIAN  "http://debian.org/debian/11"
#define WINDOWS "http://microsoft.com/win/11"
#define OLD     "http://microsoft.com/win/xp"

typedef struct {
  const char *name;              /* of the file with what is expected */
  gboolean system;
  const char *os_id;
  guint64 disk_size;
  LodgeFirmware firmware;
  LodgeNetworkKind network;
  const char *network_name;
} Case;

static const Case cases[] = {
  { "unknown-bios-session-tcg", FALSE, NULL, 8 * LODGE_GIB, LODGE_FIRMWARE_BIOS,
    LODGE_NETWORK_USER, NULL },
  { "unknown-no-disk", FALSE, NULL, 0, LODGE_FIRMWARE_UEFI, LODGE_NETWORK_NONE, NULL },
  { "debian-kvm-system", TRUE, DEBIAN, 20 * LODGE_GIB, LODGE_FIRMWARE_BIOS,
    LODGE_NETWORK_VIRTUAL, "default" },
  { "windows-uefi-tpm-bridge", TRUE, WINDOWS, 64 * LODGE_GIB, LODGE_FIRMWARE_UEFI,
    LODGE_NETWORK_BRIDGE, "br0" },
  { "windows-xp-asleep", TRUE, OLD, 10 * LODGE_GIB, LODGE_FIRMWARE_BIOS,
    LODGE_NETWORK_VIRTUAL, "asleep" },
};

static LodgeRecipe *
make_recipe (const Case *expected)
{
  g_autoptr(LodgeHostFacts) facts = expected->system ? support_system_facts ()
                                                     : support_session_facts ();
  g_autoptr(LodgeNetworkChoice) network = support_network (facts, expected->network,
                                                           expected->network_name);
  LodgeRecipe *recipe = lodge_recipe_new ();

  support_load_systems ();
  g_object_set (recipe,
                "facts", facts,
                "os-id", expected->os_id,
                "media-path", "/srv/iso/a & b.iso",
                "cpus", 2,
                "memory", 2 * LODGE_GIB,
                "disk-size", expected->disk_size,
                "firmware", expected->firmware,
                "network", network,
                "name", "new <machine>",
                NULL);
  return recipe;
}

static LodgePlan *
make_plan (const Case *expected)
{
  g_autoptr(LodgeRecipe) recipe = make_recipe (expected);
  g_autoptr(GError) error = NULL;
  LodgePlan *plan = lodge_plan_new (recipe, &error);

  g_assert_no_error (error);
  return plan;
}

/* LODGE_UPDATE_EXPECTED=1 writes the files anew: look at what git says then. */
static void
test_xml (gconstpointer data)
{
  const Case *expected = data;
  g_autoptr(LodgePlan) plan = make_plan (expected);
  g_autoptr(LodgePlan) again = make_plan (expected);
  g_autofree char *file = g_strdup_printf ("plan-%s.xml", expected->name);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "create", "data", file, NULL);
  g_autofree char *text = NULL;

  if (g_getenv ("LODGE_UPDATE_EXPECTED") != NULL)
    g_assert_true (g_file_set_contents (path, lodge_plan_get_xml (plan), -1, NULL));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (lodge_plan_get_xml (plan), ==, text);
  g_assert_cmpstr (lodge_plan_get_xml (again), ==, text);
  g_assert_cmpstr (lodge_plan_get_name (plan), ==, "new <machine>");
}

static const char *
summary_of (GStrv       summary,
            const char *title)
{
  for (gsize i = 0; summary[i] != NULL; i += 2)
    if (g_str_equal (summary[i], title))
      return summary[i + 1];
  return NULL;
}

static void
test_summary (void)
{
  g_autoptr(LodgePlan) session = make_plan (&cases[0]);
  g_autoptr(LodgePlan) none = make_plan (&cases[1]);
  g_autoptr(LodgePlan) windows = make_plan (&cases[3]);
  g_auto(GStrv) of_session = lodge_plan_dup_summary (session);
  g_auto(GStrv) of_none = lodge_plan_dup_summary (none);
  g_auto(GStrv) of_windows = lodge_plan_dup_summary (windows);

  g_assert_cmpuint (g_strv_length (of_session) % 2, ==, 0);
  g_assert_cmpstr (summary_of (of_session, "Machine"), ==, "new <machine>");
  g_assert_cmpstr (summary_of (of_session, "System"), ==, "Other or unknown");
  g_assert_cmpstr (summary_of (of_session, "Image"), ==, "/srv/iso/a & b.iso");
  g_assert_cmpstr (summary_of (of_session, "Processor"), ==, "2 processors, under emulation");
  g_assert_cmpstr (summary_of (of_session, "Memory"), ==, "2\302\240GiB");
  g_assert_cmpstr (summary_of (of_session, "Disk"), ==,
                   "8\302\240GiB, new file /home/ada/.local/share/libvirt/images/"
                   "new <machine>.qcow2 that grows as it is filled");
  g_assert_cmpstr (summary_of (of_session, "Firmware"), ==, "BIOS");
  g_assert_cmpstr (summary_of (of_session, "Network"), ==, "Shared Connection");
  g_assert_cmpstr (summary_of (of_none, "Disk"), ==, "None");
  g_assert_cmpstr (summary_of (of_windows, "Firmware"), ==, "UEFI, with an emulated TPM");
  g_assert_cmpstr (summary_of (of_windows, "Processor"), ==,
                   "2 processors, at full speed (KVM)");
}

/* What makes a machine slow is a warning; what the host gets beside it is an information. */
static void
test_warnings (void)
{
  g_autoptr(LodgePlan) session = make_plan (&cases[0]);
  g_autoptr(LodgePlan) system = make_plan (&cases[2]);
  g_auto(GStrv) of_session = lodge_plan_dup_warnings (session);
  g_auto(GStrv) of_system = lodge_plan_dup_warnings (system);
  g_autofree char *reason = lodge_kvm_state_describe (LODGE_KVM_NO_DEVICE);

  g_assert_cmpuint (g_strv_length (of_session), ==, 1);
  g_assert_cmpstr (of_session[0], ==, reason);
  g_assert_cmpuint (g_strv_length (of_system), ==, 0);
}

static void
test_notes (void)
{
  g_autoptr(LodgePlan) session = make_plan (&cases[0]);
  g_autoptr(LodgePlan) system = make_plan (&cases[2]);
  g_autoptr(LodgePlan) asleep = make_plan (&cases[4]);
  g_auto(GStrv) of_session = lodge_plan_dup_notes (session);
  g_auto(GStrv) of_system = lodge_plan_dup_notes (system);
  g_auto(GStrv) of_asleep = lodge_plan_dup_notes (asleep);

  g_assert_cmpuint (g_strv_length (of_session), ==, 1);
  g_assert_nonnull (strstr (of_session[0], "“/home/ada/.local/share/libvirt/images” will be set"));
  g_assert_cmpuint (g_strv_length (of_system), ==, 0);
  g_assert_cmpuint (g_strv_length (of_asleep), ==, 1);
  g_assert_nonnull (strstr (of_asleep[0], "“asleep” will be started"));
}

/* A pool that is there but stopped is not set up anew. */
static void
test_pool_asleep (void)
{
  g_autoptr(LodgeRecipe) recipe = make_recipe (&cases[2]);
  g_autoptr(LodgeHostFacts) facts = NULL;
  g_autoptr(LodgePlan) plan = NULL;
  g_auto(GStrv) notes = NULL;

  g_object_get (recipe, "facts", &facts, NULL);
  facts->pool_asleep = TRUE;
  plan = lodge_plan_new (recipe, NULL);
  notes = lodge_plan_dup_notes (plan);
  g_assert_cmpuint (g_strv_length (notes), ==, 1);
  g_assert_cmpstr (notes[0], ==, "The storage pool “default” will be started.");
}

static void
test_invalid (void)
{
  g_autoptr(LodgeRecipe) recipe = make_recipe (&cases[0]);
  g_autoptr(GError) error = NULL;

  g_object_set (recipe, "name", "a/b", NULL);
  g_assert_null (lodge_plan_new (recipe, &error));
  g_assert_error (error, LODGE_ERROR, LODGE_ERROR_INVALID);
  g_assert_cmpstr (lodge_error_get_detail (error), ==, "name");
}

/* The run gives the machine its identity and the disk its place, and changes nothing else. */
static void
test_finish (void)
{
  g_autoptr(LodgePlan) plan = make_plan (&cases[0]);
  g_autoptr(LodgePlan) none = make_plan (&cases[1]);
  g_autoptr(GError) error = NULL;
  g_autofree char *xml = lodge_plan_finish_xml (lodge_plan_get_xml (plan), "some-uuid",
                                                "/pool/x & y.qcow2", &error);
  g_autofree char *without = lodge_plan_finish_xml (lodge_plan_get_xml (none), "some-uuid", NULL,
                                                    &error);

  g_assert_no_error (error);
  g_assert_nonnull (strstr (xml, "<name>new &lt;machine&gt;</name>\n  <uuid>some-uuid</uuid>\n"));
  g_assert_nonnull (strstr (xml, "<source file=\"/pool/x &amp; y.qcow2\"/>"));
  g_assert_nonnull (strstr (xml, "<source file=\"/srv/iso/a &amp; b.iso\"/>"));
  g_assert_null (strstr (xml, "/home/ada"));
  g_assert_nonnull (strstr (without, "<source file=\"/srv/iso/a &amp; b.iso\"/>"));
}

/* Without the agent's channel a machine starts; with a socket of too long a name it does not. */
static void
test_long_home (void)
{
  g_autoptr(LodgeRecipe) recipe = make_recipe (&cases[0]);
  g_autoptr(LodgeHostFacts) facts = support_session_facts ();
  g_autoptr(LodgePlan) usual = NULL;
  g_autoptr(LodgePlan) too_long = NULL;

  facts->socket_dir = g_strdup ("/home/ada/.config/libvirt/qemu");
  g_object_set (recipe, "facts", facts, NULL);
  usual = lodge_plan_new (recipe, NULL);
  g_assert_nonnull (strstr (lodge_plan_get_xml (usual), "guest_agent"));

  g_free (facts->socket_dir);
  facts->socket_dir = g_strdup ("/home/ada.lovelace.of.the.analytical.engine/.config/libvirt/qemu");
  too_long = lodge_plan_new (recipe, NULL);
  g_assert_null (strstr (lodge_plan_get_xml (too_long), "guest_agent"));
  g_assert_nonnull (strstr (lodge_plan_get_xml (too_long), "com.redhat.spice.0"));
}

static void
test_volume (void)
{
  g_autofree char *xml = lodge_plan_build_volume_xml ("a & b.qcow2", 20 * LODGE_GIB);

  g_assert_cmpstr (xml, ==,
                   "<volume>\n"
                   "  <name>a &amp; b.qcow2</name>\n"
                   "  <capacity unit=\"bytes\">21474836480</capacity>\n"
                   "  <allocation>0</allocation>\n"
                   "  <target>\n"
                   "    <format type=\"qcow2\"/>\n"
                   "    <compat>1.1</compat>\n"
                   "  </target>\n"
                   "</volume>\n");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/plan/xml/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_xml);
    }
  g_test_add_func ("/plan/summary", test_summary);
  g_test_add_func ("/plan/warnings", test_warnings);
  g_test_add_func ("/plan/notes", test_notes);
  g_test_add_func ("/plan/pool-asleep", test_pool_asleep);
  g_test_add_func ("/plan/invalid", test_invalid);
  g_test_add_func ("/plan/finish", test_finish);
  g_test_add_func ("/plan/long-home", test_long_home);
  g_test_add_func ("/plan/volume", test_volume);
  return g_test_run ();
}
