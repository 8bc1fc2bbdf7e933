/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

void lodge_pages_init (void);
