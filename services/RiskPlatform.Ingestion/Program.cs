using RiskPlatform.Ingestion.Batches;
using RiskPlatform.Ingestion.Inbox;
using RiskPlatform.Ingestion.Risk;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddNpgsqlDataSource("riskdb");
builder.AddSqlMigrations();
builder.AddBatches();
builder.AddRisk();
builder.AddInbox();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapBatches();
app.MapRisk();
app.MapInbox();
app.Run();
