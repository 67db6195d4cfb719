// Charts beside their tables: the data stands on the page as JSON. Labels are drawn on a canvas and never read as markup.
"use strict";
(() => {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const units = new Intl.NumberFormat("en-US");
  const short = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 });

  const options = (data) => {
    const ink = colour("--soft"), line = colour("--line");
    const across = data.across;
    const names = {
      type: "category", data: across ? [...data.labels].reverse() : data.labels, axisTick: { show: false },
      axisLine: { lineStyle: { color: line } }, axisLabel: { color: ink, width: across ? 150 : undefined, overflow: "truncate" },
    };
    const amounts = {
      type: "value", splitNumber: 4, splitLine: { lineStyle: { color: line } },
      axisLabel: { color: ink, formatter: (value) => short.format(value) },
    };
    return {
      animation: !still, color: [colour("--holding")], textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      grid: { left: 4, right: 16, top: 28, bottom: 4, containLabel: true },
      tooltip: {
        trigger: "axis", axisPointer: { type: "shadow" }, renderMode: "richText", backgroundColor: colour("--sheet"), borderColor: line,
        textStyle: { color: colour("--ink") }, valueFormatter: (value) => units.format(value),
      },
      xAxis: across ? amounts : names, yAxis: across ? names : amounts,
      series: [{ type: "bar", name: data.name, data: across ? [...data.values].reverse() : data.values, barMaxWidth: 34, itemStyle: { borderRadius: 2 } }],
    };
  };

  for (const place of document.querySelectorAll("[data-chart]")) {
    const data = JSON.parse(document.getElementById(place.dataset.chart).textContent);
    if (!data.labels.length) continue;
    place.hidden = false;
    if (data.across && data.labels.length > 10) place.classList.add("tall");
    const chart = echarts.init(place, null, { renderer: "canvas" });
    const draw = () => chart.setOption(options(data), true);
    draw();
    dark.addEventListener("change", draw);
    addEventListener("resize", () => chart.resize());
    addEventListener("beforeprint", () => chart.resize());
  }
})();
