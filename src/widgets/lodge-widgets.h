/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

void lodge_widgets_init (void);
