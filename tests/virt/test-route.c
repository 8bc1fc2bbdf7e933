/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which way leads to a screen, by where it listens and how its host is reached. */

#include "config.h"

#include "base/lodge-error.h"
#include "virt/lodge-screen-route.h"
#include "xml/lodge-domain-xml.h"

#define SSH "qemu+ssh://root@far.example/system"
#define TCP "qemu+tcp://far.example/system"
#define TLS "qemu://far.example/system"

/* @uri: (nullable): this computer, where libvirt passes no socket. */
static char *
find_way (const char *uri,
          const char *graphics)
{
  g_autofree char *text = g_strdup_printf ("<domain type='qemu'><name>x</name><devices>%s</devices>"
                                           "</domain>", graphics);
  g_autoptr(GError) error = NULL;
  g_autoptr(LodgeDomainXml) xml = lodge_domain_xml_new (text, &error);
  g_autoptr(GError) refusal = lodge_error_new (LODGE_ERROR_DENIED, NULL, "No.");
  g_autoptr(LodgeScreenRoute) route = NULL;
  LodgeDeviceXml *device;

  g_assert_no_error (error);
  device = g_ptr_array_index (lodge_domain_xml_get_devices (xml), 0);
  route = uri != NULL ? lodge_screen_route_new (uri, device, &error)
                      : lodge_screen_route_new_here ("here.example", device, refusal, &error);
  if (route == NULL)
    return g_strdup_printf ("error %s", lodge_error_code_nick ((LodgeErrorCode) error->code));
  return g_strdup_printf ("%d %s %d %s", route->kind, route->host, route->port, route->path);
}

static void
test_ways (void)
{
  const struct {
    const char *uri;
    const char *graphics;
    const char *way;
  } cases[] = {
    { "qemu:///system", "<graphics type='spice' port='5900' listen='127.0.0.1'/>", "0 (null) 0 (null)" },
    { SSH, "<graphics type='spice' port='5900' listen='127.0.0.1'/>", "1 127.0.0.1 5900 (null)" },
    { SSH, "<graphics type='vnc' port='5901'/>", "1 127.0.0.1 5901 (null)" },
    { SSH, "<graphics type='vnc' port='5901' listen='0.0.0.0'/>", "1 127.0.0.1 5901 (null)" },
    { SSH, "<graphics type='vnc' port='5901' listen='10.0.0.7'/>", "1 10.0.0.7 5901 (null)" },
    { SSH, "<graphics type='vnc'><listen type='socket' socket='/run/x.sock'/></graphics>",
      "1 (null) 0 /run/x.sock" },
    { SSH, "<graphics type='spice' tlsPort='5902' listen='0.0.0.0'/>", "3 far.example 5902 (null)" },
    { SSH, "<graphics type='spice' tlsPort='5902' listen='127.0.0.1'/>", "error unsupported" },
    { TCP, "<graphics type='spice' port='5900' listen='0.0.0.0'/>", "2 far.example 5900 (null)" },
    { TCP, "<graphics type='spice' port='5900' listen='::'/>", "2 far.example 5900 (null)" },
    { TLS, "<graphics type='spice' port='5900' tlsPort='5901' listen='0.0.0.0'/>",
      "3 far.example 5901 (null)" },
    { TLS, "<graphics type='vnc' port='5900' listen='10.0.0.7'/>", "2 10.0.0.7 5900 (null)" },
    { TLS, "<graphics type='vnc' port='5900' listen='127.0.0.1'/>", "error unsupported" },
    { TCP, "<graphics type='vnc'><listen type='socket' socket='/run/x.sock'/></graphics>",
      "error unsupported" },
    { TCP, "<graphics type='spice'><listen type='none'/></graphics>", "error unsupported" },
    { SSH, "<graphics type='spice'><listen type='none'/></graphics>", "error unsupported" },
    /* Not started yet. */
    { SSH, "<graphics type='spice' port='-1' autoport='yes'/>", "error busy" },
    { SSH, "<graphics type='spice' port='70000' listen='127.0.0.1'/>", "error busy" },
    /* Past libvirt. */
    { NULL, "<graphics type='vnc' port='5900'/>", "2 127.0.0.1 5900 (null)" },
    { NULL, "<graphics type='vnc' port='5900' listen='127.0.0.1'/>", "2 127.0.0.1 5900 (null)" },
    { NULL, "<graphics type='vnc' port='5900' listen='0.0.0.0'/>", "2 127.0.0.1 5900 (null)" },
    { NULL, "<graphics type='vnc' port='5900' listen='::'/>", "2 ::1 5900 (null)" },
    { NULL, "<graphics type='vnc' port='5900' listen='10.0.0.7'/>", "2 10.0.0.7 5900 (null)" },
    { NULL, "<graphics type='vnc' port='5900'><listen type='socket' socket='/run/x.sock'/></graphics>",
      "4 (null) 0 /run/x.sock" },
    { NULL, "<graphics type='spice' port='5900' tlsPort='5901' listen='0.0.0.0'/>",
      "2 127.0.0.1 5900 (null)" },
    { NULL, "<graphics type='spice' port='5900' tlsPort='5901' listen='0.0.0.0' defaultMode='secure'/>",
      "3 here.example 5901 (null)" },
    { NULL, "<graphics type='spice' tlsPort='5901' listen='0.0.0.0'/>", "3 here.example 5901 (null)" },
    { NULL, "<graphics type='spice' tlsPort='5901' listen='localhost'/>", "3 localhost 5901 (null)" },
    { NULL, "<graphics type='spice'><listen type='none'/></graphics>", "error denied" },
    { NULL, "<graphics type='spice' port='-1' autoport='yes'/>", "error busy" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *way = find_way (cases[i].uri, cases[i].graphics);

      g_test_message ("%s %s", cases[i].uri != NULL ? cases[i].uri : "here", cases[i].graphics);
      g_assert_cmpstr (way, ==, cases[i].way);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/route/ways", test_ways);
  return g_test_run ();
}
