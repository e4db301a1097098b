# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter ``quorate.ha_storage.status_html``."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._status.render import status_html

DOCUMENTATION = r"""
name: status_html
short_description: The state of a site as a page of its own
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Makes one HTML file of what P(quorate.ha_storage.status_page#filter) has put together.
  - It fetches nothing, fits telephones, and follows the reader's choice of light or dark.
options:
  _input:
    description: The document.
    type: dict
    required: true
"""

EXAMPLES = r"""
- name: Write the page
  ansible.builtin.copy:
    content: "{{ page | quorate.ha_storage.status_html }}"
    dest: /srv/www/san.html
    mode: "0644"
"""

RETURN = r"""
_value:
  description: The HTML.
  type: str
"""


class FilterModule:
    """What Ansible looks for."""

    def filters(self) -> dict[str, object]:
        """The filters of this file by name."""
        return {"status_html": status_html}
