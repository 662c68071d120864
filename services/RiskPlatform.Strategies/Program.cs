using RiskPlatform.Strategies.Backtests;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddWorkBudget();
builder.AddBacktests();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapBacktests();
app.Run();
