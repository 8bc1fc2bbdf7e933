/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/lodge-spice-number-private.h"

G_BEGIN_DECLS

/* The limits of what a SPICE server may say of pictures: pixels a side, and bytes at 4 a pixel. */
#define LODGE_SPICE_MAX_SIDE 16384
#define LODGE_SPICE_MAX_PICTURE (256u << 20)

typedef enum { LODGE_SPICE_BAD, LODGE_SPICE_MORE, LODGE_SPICE_GOOD } LodgeSpiceVerdict;

/* A message's body, of which the first bytes are there. What is read beyond the message is @bad, what is
 * read beyond these bytes is @more; both read as 0. */
typedef struct {
  const guint8 *bytes;
  gsize there, size;
  gboolean bad, more;
} LodgeSpiceBody;

static inline LodgeSpiceVerdict
lodge_spice_body_judge (const LodgeSpiceBody *self)
{
  return self->more ? LODGE_SPICE_MORE : self->bad ? LODGE_SPICE_BAD : LODGE_SPICE_GOOD;
}

/* Whether so many bytes from there on are of the message. */
static inline gboolean
lodge_spice_body_spans (LodgeSpiceBody *self,
                        gsize           at,
                        gsize           n)
{
  gboolean spans = at <= self->size && n <= self->size - at;

  self->bad |= !spans;
  return spans;
}

/* The bytes from there on, all of them; NULL when they are not there. */
static inline const guint8 *
lodge_spice_body_view (LodgeSpiceBody *self,
                       gsize           at,
                       gsize           n)
{
  if (!lodge_spice_body_spans (self, at, n))
    return NULL;
  self->more |= at + n > self->there;
  return at + n <= self->there ? self->bytes + at : NULL;
}

/* A little-endian number of @n bytes. */
static inline guint64
lodge_spice_body_get (LodgeSpiceBody *self,
                      gsize           at,
                      guint           n)
{
  const guint8 *bytes = lodge_spice_body_view (self, at, n);

  return bytes != NULL ? lodge_spice_get_number (bytes, n) : 0;
}

/* The same, and goes on behind it. */
static inline guint64
lodge_spice_body_take (LodgeSpiceBody *self,
                       gsize          *at,
                       guint           n)
{
  guint64 number = lodge_spice_body_get (self, *at, n);

  *at += n;
  return number;
}

static inline void
lodge_spice_body_need (LodgeSpiceBody *self,
                       gboolean        condition)
{
  self->bad |= !condition;
}

static inline gboolean
lodge_spice_is_size_sane (guint64 width,
                          guint64 height)
{
  return width > 0 && height > 0 && width <= LODGE_SPICE_MAX_SIDE && height <= LODGE_SPICE_MAX_SIDE
         && width * height * 4 <= LODGE_SPICE_MAX_PICTURE;
}

G_END_DECLS
