/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One way to connect a new machine to a network, with the sentence that explains it. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "create/lodge-host-facts-private.h"

struct _LodgeNetworkChoice
{
  GObject parent_instance;

  LodgeNetworkKind kind;
  char *name;
  char *title;
  char *explanation;
  gboolean active;
};

enum {
  PROP_0,
  PROP_KIND,
  PROP_NAME,
  PROP_TITLE,
  PROP_EXPLANATION,
  PROP_ACTIVE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LodgeNetworkChoice, lodge_network_choice, G_TYPE_OBJECT)

static char *
make_title (LodgeNetworkKind  kind,
            const char       *name)
{
  switch (kind)
    {
    case LODGE_NETWORK_USER:
      return g_strdup (_("Shared Connection"));
    case LODGE_NETWORK_VIRTUAL:
      return g_strdup_printf (_("Virtual Network “%s”"), name);
    case LODGE_NETWORK_BRIDGE:
      return g_strdup_printf (_("Bridge “%s”"), name);
    case LODGE_NETWORK_NONE:
    default:
      return g_strdup (_("No Network"));
    }
}

static const char *
explain_virtual (const char *forward)
{
  if (forward == NULL)
    return _("The machine reaches other machines in this network and the host, "
             "but nothing outside.");
  if (g_str_equal (forward, "nat"))
    return _("The machine reaches the internet through the host; "
             "the host and other machines in this network reach it.");
  if (g_str_equal (forward, "route") || g_str_equal (forward, "open"))
    return _("The machine has addresses of its own that the host routes into your network.");
  return _("The machine is a full member of the network that the host is connected to.");
}

static char *
make_explanation (LodgeNetworkKind  kind,
                  const char       *name,
                  const char       *forward,
                  gboolean          active)
{
  switch (kind)
    {
    case LODGE_NETWORK_USER:
      return g_strdup (_("The machine reaches the internet through the host, "
                         "but nobody reaches the machine."));
    case LODGE_NETWORK_VIRTUAL:
      if (active)
        return g_strdup (explain_virtual (forward));
      return g_strdup_printf (_("%s It is not active and will be started."),
                              explain_virtual (forward));
    case LODGE_NETWORK_BRIDGE:
      if (active)
        return g_strdup (_("The machine is a full member of your network, "
                           "with an address of its own."));
      /* Translators: %s is the name of a bridge; the names of the program and file stay */
      return g_strdup_printf (_("The machine is a full member of your network, with an address of "
                                "its own. An administrator must have allowed it: qemu-bridge-helper "
                                "needs the line “allow %s” in /etc/qemu/bridge.conf."), name);
    case LODGE_NETWORK_NONE:
    default:
      return g_strdup (_("The machine has no network card."));
    }
}

static void
lodge_network_choice_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  LodgeNetworkChoice *self = LODGE_NETWORK_CHOICE (object);

  switch (prop_id)
    {
    case PROP_KIND:
      g_value_set_int (value, (int) self->kind);
      break;

    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;

    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;

    case PROP_EXPLANATION:
      g_value_set_string (value, self->explanation);
      break;

    case PROP_ACTIVE:
      g_value_set_boolean (value, self->active);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_network_choice_finalize (GObject *object)
{
  LodgeNetworkChoice *self = LODGE_NETWORK_CHOICE (object);

  g_free (self->name);
  g_free (self->title);
  g_free (self->explanation);

  G_OBJECT_CLASS (lodge_network_choice_parent_class)->finalize (object);
}

static void
lodge_network_choice_class_init (LodgeNetworkChoiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lodge_network_choice_get_property;
  object_class->finalize = lodge_network_choice_finalize;

  properties[PROP_KIND] = g_param_spec_int ("kind", NULL, NULL, LODGE_NETWORK_USER,
                                            LODGE_NETWORK_NONE, LODGE_NETWORK_USER, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_EXPLANATION] = g_param_spec_string ("explanation", NULL, NULL, NULL, flags);
  properties[PROP_ACTIVE] = g_param_spec_boolean ("active", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lodge_network_choice_init (LodgeNetworkChoice *self)
{
}

/**
 * lodge_network_choice_new:
 * @kind: the kind
 * @name: (nullable): of a virtual network or a bridge
 * @forward: (nullable): how a virtual network forwards, as libvirt calls it; %NULL: not at all
 * @active: whether a virtual network is running; whether a bridge may be used as it is
 *
 * Makes an item. Any thread.
 *
 * Returns: (transfer full): the item
 */
LodgeNetworkChoice *
lodge_network_choice_new (LodgeNetworkKind  kind,
                          const char       *name,
                          const char       *forward,
                          gboolean          active)
{
  LodgeNetworkChoice *self = g_object_new (LODGE_TYPE_NETWORK_CHOICE, NULL);

  self->kind = kind;
  self->name = g_strdup (name);
  self->title = make_title (kind, name);
  self->explanation = make_explanation (kind, name, forward, active);
  self->active = active;
  return self;
}

/**
 * lodge_network_choice_get_kind:
 * @self: a choice
 *
 * Returns: the kind
 */
LodgeNetworkKind
lodge_network_choice_get_kind (LodgeNetworkChoice *self)
{
  g_return_val_if_fail (LODGE_IS_NETWORK_CHOICE (self), LODGE_NETWORK_NONE);

  return self->kind;
}

/**
 * lodge_network_choice_get_name:
 * @self: a choice
 *
 * Returns: (transfer none) (nullable): the name of the network or bridge
 */
const char *
lodge_network_choice_get_name (LodgeNetworkChoice *self)
{
  g_return_val_if_fail (LODGE_IS_NETWORK_CHOICE (self), NULL);

  return self->name;
}

/**
 * lodge_network_choice_get_title:
 * @self: a choice
 *
 * Returns: (transfer none): the translated title
 */
const char *
lodge_network_choice_get_title (LodgeNetworkChoice *self)
{
  g_return_val_if_fail (LODGE_IS_NETWORK_CHOICE (self), NULL);

  return self->title;
}

/**
 * lodge_network_choice_get_explanation:
 * @self: a choice
 *
 * Returns: (transfer none): what the choice means, in a translated sentence
 */
const char *
lodge_network_choice_get_explanation (LodgeNetworkChoice *self)
{
  g_return_val_if_fail (LODGE_IS_NETWORK_CHOICE (self), NULL);

  return self->explanation;
}

/**
 * lodge_network_choice_is_same:
 * @a: (nullable): a choice
 * @b: (nullable): a choice
 *
 * Whether both are the same network, whatever its state.
 *
 * Returns: %TRUE for two of the same kind and name
 */
gboolean
lodge_network_choice_is_same (LodgeNetworkChoice *a,
                              LodgeNetworkChoice *b)
{
  return a != NULL && b != NULL && a->kind == b->kind && g_strcmp0 (a->name, b->name) == 0;
}
