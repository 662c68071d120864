using RiskPlatform.Simulation;
using RiskPlatform.Simulation.Prices;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddWorkBudget();
builder.Services.AddSingleton<Threads>();
builder.AddMonteCarlo();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapMonteCarlo();
app.Run();
