using RiskPlatform.Analytics.Backtests;
using RiskPlatform.Analytics.Distributions;
using RiskPlatform.Analytics.Indicators;
using RiskPlatform.Analytics.Series;
using RiskPlatform.Analytics.TailRisk;
using RiskPlatform.Analytics.VarianceModels;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddWorkBudget();
builder.AddDistributions();
builder.AddTailRisk();
builder.AddVarianceModels();
builder.AddSeries();
builder.AddIndicators();
builder.AddBacktests();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapDistributions();
app.MapTailRisk();
app.MapVarianceModels();
app.MapSeries();
app.MapIndicators();
app.MapBacktests();
app.Run();
