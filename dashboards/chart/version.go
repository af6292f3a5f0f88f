package chart

// EChartsVersion is the version of ECharts that the bundle is made of, as
// package.json fixes it.
const EChartsVersion = "6.1.0"
