// What ECharts needs besides, for the charts of questions.
import { BoxplotChart, HeatmapChart, LineChart, MapChart } from "echarts/charts";
import { GeoComponent, VisualMapContinuousComponent } from "echarts/components";
import { use } from "echarts/core";

use([BoxplotChart, GeoComponent, HeatmapChart, LineChart, MapChart, VisualMapContinuousComponent]);
