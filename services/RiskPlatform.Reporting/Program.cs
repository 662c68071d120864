using RiskPlatform.Reporting.Reports;
using RiskPlatform.Reporting.Scheduling;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddNpgsqlDataSource("riskdb");
builder.AddSqlMigrations();
builder.AddReports();
builder.AddScheduling();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapReports();
app.MapScheduling();
app.Run();
