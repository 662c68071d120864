using RiskPlatform.Pricing.Bonds;
using RiskPlatform.Pricing.CashFlows;
using RiskPlatform.Pricing.Curves;
using RiskPlatform.Pricing.Loans;
using RiskPlatform.Pricing.Options;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddWorkBudget();
builder.AddOptions();
builder.AddCurves();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapOptions();
app.MapCashFlows();
app.MapBonds();
app.MapCurves();
app.MapLoans();
app.Run();
