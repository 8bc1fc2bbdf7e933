/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Several screens, for lodge-test-spice-server. */
#pragma once

#include <spice.h>

#define LODGE_TEST_MAX_SCREENS 5

void lodge_test_heads_allow (QXLInstance *instance);
void lodge_test_heads_set   (QXLInstance *instance,
                             const char  *text);
