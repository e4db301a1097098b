# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings of Sphinx for the documentation site; `make docs` puts the pages beside this file and builds them."""

from __future__ import annotations

project = "quorate.ha_storage"
author = "quorate.ha_storage contributors"
project_copyright = "2026 quorate.ha_storage contributors"
extensions = ["myst_parser", "sphinx_antsibull_ext"]
myst_heading_anchors = 4
html_theme = "furo"
html_title = "quorate storage"
html_copy_source = False
html_show_sphinx = False
pygments_style = "ansible"
antsibull_ext_color_scheme = "default-autodark"
nitpicky = True
nitpick_ignore_regex = [("envvar", ".*"), ("std:ref", r"ansible_collections\.(ansible|community)\..*")]
