/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The segments of a JPEG file (ITU-T T.81, annex B), of the baseline process in one scan. What libjpeg
 * calls an error is looked for here; of the coded data only that it has an end, as libjpeg warns of the
 * rest and goes on. */

#include "config.h"

#include "console/lodge-spice-jpeg-private.h"

#include <string.h>

#include "console/lodge-spice-body-private.h"

#define MAX_COMPONENTS 3
#define MAX_BLOCKS     10   /* of one unit of the scan */

/* libjpeg-turbo has the standard's tables for codes 0 and 1, which films are sent without. */
#define STANDARD_TABLES 3

enum {
  SOF0 = 0xc0, SOF1 = 0xc1, DHT = 0xc4, RST0 = 0xd0, RST7 = 0xd7, SOI = 0xd8, EOI = 0xd9, SOS = 0xda,
  DQT = 0xdb, DRI = 0xdd, APP0 = 0xe0, APP15 = 0xef, COM = 0xfe,
};

typedef struct {
  guint8 id, horizontal, vertical, table;
} Component;

typedef struct {
  guint width, height;          /* 0: any */
  Component components[MAX_COMPONENTS];
  guint n_components;           /* 0: the frame is still to come */
  guint quantizers, dc, ac;     /* the tables that there are, as bits */
} Jpeg;

static guint
get_2 (const guint8 *bytes)
{
  return (guint) bytes[0] << 8 | bytes[1];
}

static gboolean
take_quantizers (Jpeg         *self,
                 const guint8 *at,
                 gsize         n)
{
  while (n > 0)
    {
      gsize size = 1 + (at[0] >> 4 ? 128 : 64);

      if (at[0] >> 4 > 1 || (at[0] & 15) > 3 || size > n)
        return FALSE;
      self->quantizers |= 1u << (at[0] & 15);
      at += size;
      n -= size;
    }
  return TRUE;
}

/* The lengths of codes: no more codes than there can be. */
static gboolean
are_codes_sane (const guint8 *counts,
                gsize        *n_codes)
{
  guint code = 0;

  *n_codes = 0;
  for (guint bits = 1; bits <= 16; bits++)
    {
      code += counts[bits - 1];
      *n_codes += counts[bits - 1];
      if (code > 1u << bits || (counts[bits - 1] > 0 && code >= 1u << bits))
        return FALSE;
      code <<= 1;
    }
  return *n_codes > 0 && *n_codes <= 256;
}

static gboolean
take_huffman (Jpeg         *self,
              const guint8 *at,
              gsize         n)
{
  gsize n_codes;

  while (n > 0)
    {
      gboolean is_ac = at[0] >> 4;

      if (n < 17 || at[0] >> 4 > 1 || (at[0] & 15) > 3 || !are_codes_sane (at + 1, &n_codes)
          || n_codes > n - 17)
        return FALSE;
      for (gsize i = 0; !is_ac && i < n_codes; i++)
        if (at[17 + i] > 15)
          return FALSE;
      *(is_ac ? &self->ac : &self->dc) |= 1u << (at[0] & 15);
      at += 17 + n_codes;
      n -= 17 + n_codes;
    }
  return TRUE;
}

static gboolean
are_factors_sane (Jpeg *self)
{
  guint horizontal = 0, vertical = 0, blocks = 0;

  for (guint i = 0; i < self->n_components; i++)
    {
      horizontal = MAX (horizontal, self->components[i].horizontal);
      vertical = MAX (vertical, self->components[i].vertical);
      blocks += self->components[i].horizontal * self->components[i].vertical;
    }
  for (guint i = 0; i < self->n_components; i++)
    if (horizontal % self->components[i].horizontal != 0 || vertical % self->components[i].vertical != 0)
      return FALSE;
  return blocks <= MAX_BLOCKS || self->n_components == 1;
}

static gboolean
take_component (Jpeg         *self,
                guint         i,
                const guint8 *at)
{
  Component component = { at[0], at[1] >> 4, at[1] & 15, at[2] };

  for (guint other = 0; other < i; other++)
    if (self->components[other].id == component.id)
      return FALSE;
  self->components[i] = component;
  return component.horizontal >= 1 && component.horizontal <= 4 && component.vertical >= 1
         && component.vertical <= 4 && component.table <= 3;
}

static gboolean
take_frame (Jpeg         *self,
            const guint8 *at,
            gsize         n)
{
  guint width, height, n_components;

  if (self->n_components > 0 || n < 6 || at[0] != 8)
    return FALSE;

  height = get_2 (at + 1);
  width = get_2 (at + 3);
  n_components = at[5];
  if ((n_components != 1 && n_components != MAX_COMPONENTS) || n != 6 + 3 * n_components
      || !lodge_spice_is_size_sane (width, height)
      || (self->width > 0 && (width != self->width || height != self->height)))
    return FALSE;

  self->n_components = n_components;
  for (guint i = 0; i < n_components; i++)
    if (!take_component (self, i, at + 6 + 3 * i))
      return FALSE;
  return are_factors_sane (self);
}

/* All components, with the tables that they name. */
static gboolean
is_scan_sane (Jpeg         *self,
              const guint8 *at,
              gsize         n)
{
  if (self->n_components == 0 || n != 4 + 2 * self->n_components || at[0] != self->n_components)
    return FALSE;

  for (guint i = 0; i < self->n_components; i++)
    {
      guint tables = at[2 + 2 * i];

      if (at[1 + 2 * i] != self->components[i].id || tables >> 4 > 3 || (tables & 15) > 3
          || !(self->dc >> (tables >> 4) & 1) || !(self->ac >> (tables & 15) & 1)
          || !(self->quantizers >> self->components[i].table & 1))
        return FALSE;
    }
  return TRUE;
}

/* No marker but restarts, up to the end. */
static gboolean
has_end (const guint8 *at,
         const guint8 *end)
{
  while (end - at >= 2 && (at = memchr (at, 0xff, (gsize) (end - at) - 1)) != NULL)
    {
      if (at[1] == EOI)
        return TRUE;
      if (at[1] != 0 && at[1] != 0xff && (at[1] < RST0 || at[1] > RST7))
        return FALSE;
      at += at[1] == 0xff ? 1 : 2;
    }
  return FALSE;
}

static gboolean
take_segment (Jpeg         *self,
              guint         marker,
              const guint8 *at,
              gsize         n)
{
  switch (marker)
    {
    case DQT:
      return take_quantizers (self, at, n);

    case DHT:
      return take_huffman (self, at, n);

    case SOF0:
    case SOF1:
      return take_frame (self, at, n);

    case DRI:
      return n == 2;

    default:
      return marker == COM || (marker >= APP0 && marker <= APP15);
    }
}

/**
 * lodge_spice_jpeg_is_sane:
 * @bytes: a picture, and perhaps more
 * @length: of these
 * @width: which it must have; 0: any
 * @height: likewise
 *
 * Returns: whether it can be read
 */
gboolean
lodge_spice_jpeg_is_sane (const guint8 *bytes,
                          gsize         length,
                          guint         width,
                          guint         height)
{
  const guint8 *at = bytes + 2, *end = bytes + length;
  Jpeg self = { .width = width, .height = height, .dc = STANDARD_TABLES, .ac = STANDARD_TABLES };

  if (length < 4 || bytes[0] != 0xff || bytes[1] != SOI)
    return FALSE;

  while (end - at >= 4 && at[0] == 0xff)
    {
      guint marker = at[1];
      gsize size = get_2 (at + 2);

      if (size < 2 || size > (gsize) (end - at) - 2)
        return FALSE;
      if (marker == SOS)
        return is_scan_sane (&self, at + 4, size - 2) && has_end (at + 2 + size, end);
      if (!take_segment (&self, marker, at + 4, size - 2))
        return FALSE;
      at += 2 + size;
    }
  return FALSE;
}
