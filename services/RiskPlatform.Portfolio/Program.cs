using RiskPlatform.Portfolio.Matrices;
using RiskPlatform.Portfolio.Optimisation;
using RiskPlatform.Portfolio.Searches;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddWorkBudget();
builder.AddMatrices();
builder.AddSearches();
builder.AddOptimisation();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapMatrices();
app.MapSearches();
app.MapOptimisation();
app.Run();
