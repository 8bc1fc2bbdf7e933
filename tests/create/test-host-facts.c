/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "create-support.h"

static void
test_session (void)
{
  g_autoptr(LodgeHostFacts) facts = support_session_facts ();

  g_assert_cmpstr (facts->arch, ==, "x86_64");
  g_assert_cmpstr (facts->virt_type, ==, "qemu");
  g_assert_cmpstr (facts->machine, ==, "q35");
  g_assert_cmpstr (facts->emulator, ==, "/usr/bin/qemu-system-x86_64");
  g_assert_false (lodge_host_facts_has_kvm (facts));
  g_assert_true (lodge_host_facts_has_uefi (facts));
  g_assert_true (facts->has_secure_boot);
  g_assert_false (facts->has_tpm);
  g_assert_true (facts->has_spice);
  g_assert_true (facts->has_cpu_maximum);
  g_assert_cmpuint (facts->max_vcpus, ==, 288);
  g_assert_cmpint (facts->qemu_uid, ==, -1);
}

static void
test_system (void)
{
  g_autoptr(LodgeHostFacts) facts = support_system_facts ();

  g_assert_cmpstr (facts->virt_type, ==, "kvm");
  g_assert_true (lodge_host_facts_has_kvm (facts));
  g_assert_true (facts->has_host_passthrough);
  g_assert_true (facts->has_tpm);
  g_assert_cmpint (facts->qemu_uid, ==, 64055);
  g_assert_cmpint (facts->qemu_gid, ==, 108);
}

/* KVM that is listed but does not work is not used. */
static void
test_broken_kvm (void)
{
  g_autoptr(LodgeHostFacts) system = support_system_facts ();
  g_autoptr(LodgeHostFacts) facts = lodge_host_facts_new ();
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "create", "data",
                                                 "capabilities-system.xml", NULL);
  g_autofree char *xml = NULL;

  g_assert_true (g_file_get_contents (path, &xml, NULL, NULL));
  facts->kvm = LODGE_KVM_BROKEN;
  lodge_host_facts_read_capabilities (facts, xml);
  g_assert_cmpstr (facts->virt_type, ==, "qemu");
  g_assert_false (lodge_host_facts_has_kvm (facts));
}

static void
test_foreign (void)
{
  static const char *const documents[] = {
    NULL, "", "<", "not xml", "<capabilities/>", "<capabilities><guest/></capabilities>",
    "<capabilities><host><secmodel><model>dac</model><baselabel>x</baselabel></secmodel></host>"
    "<guest><os_type>hvm</os_type><arch/></guest></capabilities>",
    "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><capabilities>&b;</capabilities>",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (documents); i++)
    {
      g_autoptr(LodgeHostFacts) facts = lodge_host_facts_new ();

      lodge_host_facts_read_capabilities (facts, documents[i]);
      lodge_host_facts_read_domain_capabilities (facts, documents[i]);
      g_assert_null (facts->virt_type);
      g_assert_false (lodge_host_facts_has_uefi (facts));
      g_assert_cmpint (facts->qemu_uid, ==, -1);
    }
}

static char *
list_networks (LodgeHostFacts *facts)
{
  GListModel *networks = lodge_host_facts_get_networks (facts);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (networks); i++)
    {
      g_autoptr(LodgeNetworkChoice) choice = g_list_model_get_item (networks, i);

      g_assert_cmpuint (strlen (lodge_network_choice_get_explanation (choice)), >, 10);
      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "",
                              lodge_network_choice_get_title (choice));
    }
  return g_string_free (text, FALSE);
}

static void
test_networks (void)
{
  g_autoptr(LodgeHostFacts) session = support_session_facts ();
  g_autoptr(LodgeHostFacts) system = support_system_facts ();
  g_autofree char *of_session = list_networks (session);
  g_autofree char *of_system = list_networks (system);
  g_autoptr(LodgeNetworkChoice) asleep = NULL;

  g_assert_cmpstr (of_session, ==, "Shared Connection, No Network");
  g_assert_cmpstr (of_system, ==,
                   "Virtual Network “default”, Virtual Network “lab”, Virtual Network “asleep”, "
                   "Bridge “br0”, Shared Connection, No Network");
  asleep = support_network (system, LODGE_NETWORK_VIRTUAL, "asleep");
  g_assert_nonnull (strstr (lodge_network_choice_get_explanation (asleep), "will be started"));
}

/* A session's QEMU gets to a bridge through a helper that an administrator allows it. */
static void
test_bridge (void)
{
  const char *const bridges[] = { "br7", NULL };
  g_autoptr(LodgeHostFacts) session = lodge_host_facts_new ();
  g_autoptr(LodgeHostFacts) system = support_system_facts ();
  g_autoptr(GPtrArray) networks = g_ptr_array_new ();
  g_autoptr(LodgeNetworkChoice) of_session = NULL;
  g_autoptr(LodgeNetworkChoice) of_system = NULL;

  session->is_session = TRUE;
  lodge_host_facts_add_networks (session, networks, bridges);
  of_session = support_network (session, LODGE_NETWORK_BRIDGE, "br7");
  of_system = support_network (system, LODGE_NETWORK_BRIDGE, "br0");
  g_assert_nonnull (strstr (lodge_network_choice_get_explanation (of_session), "“allow br7”"));
  g_assert_null (strstr (lodge_network_choice_get_explanation (of_system), "bridge.conf"));
}

static void
test_names (void)
{
  g_autoptr(LodgeHostFacts) facts = support_system_facts ();
  g_autofree char *taken = NULL;
  g_autofree char *twice = NULL;
  g_autofree char *free_one = lodge_host_facts_free_name (facts, "fedora");

  g_assert_true (lodge_host_facts_has_name (facts, "web"));
  g_assert_false (lodge_host_facts_has_name (facts, "Web"));
  g_assert_false (lodge_host_facts_has_name (facts, NULL));
  g_assert_cmpstr (free_one, ==, "fedora");
  taken = lodge_host_facts_free_name (facts, "web");
  g_assert_cmpstr (taken, ==, "web-2");
  lodge_host_facts_add_name (facts, "web-2");
  twice = lodge_host_facts_free_name (facts, "web");
  g_assert_cmpstr (twice, ==, "web-3");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/host-facts/session", test_session);
  g_test_add_func ("/host-facts/system", test_system);
  g_test_add_func ("/host-facts/broken-kvm", test_broken_kvm);
  g_test_add_func ("/host-facts/foreign", test_foreign);
  g_test_add_func ("/host-facts/networks", test_networks);
  g_test_add_func ("/host-facts/bridge", test_bridge);
  g_test_add_func ("/host-facts/names", test_names);
  return g_test_run ();
}
