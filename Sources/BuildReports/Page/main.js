// SPDX-License-Identifier: Apache-2.0

const report = JSON.parse(document.getElementById("report").textContent);
showHead(report);
showStages(report);
showCompile(report);
showLayers(report);
showLinkage(report);
