using RiskPlatform.MarketData.Collection;
using RiskPlatform.MarketData.Rates;
using RiskPlatform.MarketData.Scheduling;
using RiskPlatform.MarketData.Streaming;
using RiskPlatform.MarketData.Volatility;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddNpgsqlDataSource("riskdb");
builder.AddRedisClient("redis");
builder.AddSqlMigrations();
builder.AddRates();
builder.AddCollection();
builder.AddScheduling();
builder.AddStreaming();
builder.AddVolatility();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapRates();
app.MapCollection();
app.MapScheduling();
app.MapStreaming();
app.MapVolatility();
app.Run();
