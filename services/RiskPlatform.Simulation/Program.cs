using RiskPlatform.Simulation;
using RiskPlatform.Simulation.Jobs;
using RiskPlatform.Simulation.Prices;
using RiskPlatform.Simulation.Streams;
using RiskPlatform.Simulation.ValueAtRisk;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddNpgsqlDataSource("riskdb");
builder.AddSqlMigrations();
builder.AddWorkBudget();
builder.Services.AddSingleton<Threads>();
builder.AddMonteCarlo();
builder.AddStreams();
builder.AddValueAtRisk();
builder.AddJobs();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapMonteCarlo();
app.MapStreams();
app.MapValueAtRisk();
app.MapJobs();
app.Run();
