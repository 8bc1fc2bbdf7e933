/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

/* https://llvm.org/docs/LibFuzzer.html */
int LLVMFuzzerTestOneInput (const uint8_t *data,
                            size_t         size);
