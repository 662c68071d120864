using RiskPlatform.Simulation;
using RiskPlatform.Simulation.Prices;
using RiskPlatform.Simulation.Streams;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddWorkBudget();
builder.Services.AddSingleton<Threads>();
builder.AddMonteCarlo();
builder.AddStreams();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapMonteCarlo();
app.MapStreams();
app.Run();
