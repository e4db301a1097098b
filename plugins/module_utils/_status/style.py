# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How the status page looks, and the one thing that it does: tell its own age."""

from __future__ import annotations

# Pairs of ink and ground have a contrast of at least 4.5 in both schemes.
STYLE = """
:root{color-scheme:light dark;--bg:#f3f5f8;--card:#fff;--ink:#17202c;--soft:#566273;--edge:#d9dfe7;--wash:#f0f3f7;
--up:#116b3a;--up-bg:#dcf5e5;--warn:#805000;--warn-bg:#fff0cc;--down:#b01228;--down-bg:#ffe3e5;--note:#1650a8;
--note-bg:#e1edff;--line:#6b7a8d;--serve:#1d5fd0;--serve-ink:#fff}
@media (prefers-color-scheme:dark){:root{--bg:#0e131a;--card:#171e28;--ink:#e8edf4;--soft:#a3afbf;--edge:#2b3543;
--wash:#1f2835;--up:#6ee19a;--up-bg:#12331f;--warn:#ffcb5c;--warn-bg:#3a2b08;--down:#ff9aa5;--down-bg:#451219;
--note:#9cc4ff;--note-bg:#152c4f;--line:#8d9bae;--serve:#2f6fe0;--serve-ink:#fff}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main,header,footer{max-width:1120px;margin:0 auto;padding:0 16px}
header{display:flex;flex-wrap:wrap;align-items:center;gap:6px 16px;padding-top:24px;padding-bottom:16px}
h1{font-size:1.6rem;line-height:1.2;margin:0;overflow-wrap:anywhere}
h2{font-size:1.05rem;margin:0 0 12px}
h3{font-size:1rem;margin:0;overflow-wrap:anywhere}
p{margin:0}
time,.soft{color:var(--soft)}
header time{margin-left:auto;font-size:.9rem}
header time.old{color:var(--warn);font-weight:600}
.badge{display:inline-block;border-radius:99px;padding:1px 10px;font-size:.85rem;font-weight:600;white-space:nowrap}
.big{font-size:1rem;padding:5px 16px}
.up{color:var(--up);background:var(--up-bg)}
.warn{color:var(--warn);background:var(--warn-bg)}
.down{color:var(--down);background:var(--down-bg)}
.note{color:var(--note);background:var(--note-bg)}
.tiles,.cards{display:grid;gap:12px;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));margin-bottom:12px}
.cards{grid-template-columns:repeat(auto-fit,minmax(min(100%,330px),1fr));margin:0}
.wide{display:grid;gap:12px;grid-template-columns:repeat(auto-fit,minmax(min(100%,420px),1fr));margin-bottom:12px}
.wide section{margin:0}
main section{background:var(--card);border:1px solid var(--edge);border-radius:14px;padding:16px;
margin-bottom:12px;min-width:0}
.tile{margin:0;background:var(--card);border:1px solid var(--edge);border-radius:14px;padding:12px 16px}
.tile dt{color:var(--soft);font-size:.85rem}
.tile dd{margin:0}
.tile .value{white-space:nowrap;font-size:1.35rem;font-weight:650;line-height:1.3}
.tile .soft{font-size:.85rem}
ul{list-style:none;margin:0;padding:0}
.problems .badge{align-self:start}
.problems li{display:grid;grid-template-columns:5.2rem 1fr;gap:2px 12px;padding:10px 0;border-top:1px solid var(--edge)}
.problems li:first-child{border-top:0;padding-top:0}
.problems .way{grid-column:2;color:var(--soft);font-size:.92rem;overflow-wrap:anywhere}
.problems .what{overflow-wrap:anywhere}
.card{border:1px solid var(--edge);border-radius:10px;padding:12px;min-width:0}
.card>div{display:flex;justify-content:space-between;gap:8px;align-items:baseline;margin-bottom:6px}
.card p,.card li{font-size:.92rem;overflow-wrap:anywhere}
.mark{font-weight:700;background:none}
details{margin-top:8px;font-size:.92rem}
summary{cursor:pointer;color:var(--note);padding:4px 0}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{text-align:left;padding:5px 10px 5px 0;border-top:1px solid var(--edge);vertical-align:top}
th{color:var(--soft);font-weight:600;border-top:0}
td.number,th.number{text-align:right;font-variant-numeric:tabular-nums}
code{font:.86em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
footer{color:var(--soft);font-size:.85rem;padding-bottom:32px;padding-top:4px}
svg{display:block;width:100%;height:auto;max-width:640px;margin:0 auto}
svg text{fill:var(--ink);font-size:13px}
svg .name{font-size:15px;font-weight:650}
svg .small{font-size:12px;fill:var(--soft)}
svg .mid{text-anchor:middle}
svg .end{text-anchor:end}
svg text.up{fill:var(--up)}svg text.warn{fill:var(--warn)}svg text.down{fill:var(--down)}
svg .box{fill:var(--wash);stroke:var(--edge);stroke-width:1.5}
svg .box.warn{stroke:var(--warn)}svg .box.down{stroke:var(--down)}
svg .chip.serves{fill:var(--serve)}
svg .chip.copy{fill:var(--card);stroke:var(--up);stroke-width:1.5}
svg .chip.copy.warn{stroke:var(--warn);stroke-dasharray:5 4}
svg text.serves{fill:var(--serve-ink);font-weight:600}
svg .line{stroke:var(--line);stroke-width:2}
svg .line.cut{stroke:var(--down);stroke-dasharray:3 6}
svg .cross{fill:var(--down);font-size:16px;font-weight:700}
svg .arrow{fill:var(--line)}
svg .grid{stroke:var(--edge);stroke-width:1}
svg .stem{stroke-width:2;stroke:var(--serve);opacity:.45}svg .stem.drill{stroke:var(--warn)}
svg .switchover{fill:var(--serve);stroke:var(--serve);stroke-width:2}
svg .drill{fill:var(--warn);stroke:var(--warn);stroke-width:2}
svg .errors{fill:var(--card)}
.legend{display:flex;flex-wrap:wrap;gap:4px 18px;font-size:.88rem;color:var(--soft);margin-top:6px}
.legend svg{display:inline-block;width:14px;height:14px;margin:0 6px -2px 0}
@media (max-width:480px){main,header,footer{padding:0 10px}main section{padding:12px}h1{font-size:1.35rem}}
@media print{body{background:#fff}section,.tile{break-inside:avoid}}
""".strip()

# A page that nobody makes anew any more looks as good as on its first day, so it tells its age.
SCRIPT = """
(function(){var stamp=document.querySelector("header time");
function tell(){var minutes=Math.floor((Date.now()-Date.parse(stamp.dateTime))/60000);
var age=minutes<2?"just now":minutes<120?minutes+" minutes ago":minutes<2880?Math.floor(minutes/60)+" hours ago":
Math.floor(minutes/1440)+" days ago";stamp.textContent=stamp.title+" \\u00b7 "+age;
stamp.className=minutes>=60?"old":""}tell();setInterval(tell,30000)})();
""".strip()
