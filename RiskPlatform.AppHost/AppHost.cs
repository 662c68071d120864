// The whole system on one page. A service comes after everything it reads from.

var builder = DistributedApplication.CreateBuilder(args);

// Stores: truth is in PostgreSQL; Redis is only fast
var postgres = builder.AddPostgres("postgres").WithDataVolume();
var platformDb = postgres.AddDatabase("platformdb");
var riskDb = postgres.AddDatabase("riskdb");
var redis = builder.AddRedis("redis");

// Data: what the world says, and what we lent
var marketData = builder.AddProject<Projects.RiskPlatform_MarketData>("market-data")
    .WithHttpEndpoint()
    .WithHttpHealthCheck("/health")
    .WithReference(riskDb)
    .WithReference(redis)
    .WithEnvironment("Replay__Speed", builder.Configuration["replay-speed"] ?? "0")
    .WaitFor(riskDb);

var ingestion = builder.AddProject<Projects.RiskPlatform_Ingestion>("ingestion")
    .WithHttpEndpoint()
    .WithHttpHealthCheck("/health")
    .WithReference(riskDb)
    .WaitFor(riskDb);

// Engines: pure, they hold nothing and ask nobody
var pricing = builder.AddProject<Projects.RiskPlatform_Pricing>("pricing")
    .WithHttpEndpoint()
    .WithHttpHealthCheck("/health");

var analytics = builder.AddProject<Projects.RiskPlatform_Analytics>("analytics")
    .WithHttpEndpoint()
    .WithHttpHealthCheck("/health");

var portfolio = builder.AddProject<Projects.RiskPlatform_Portfolio>("portfolio")
    .WithHttpEndpoint()
    .WithHttpHealthCheck("/health");

// Engines that read the history of rates; the first shares its jobs among its replicas
var simulation = builder.AddProject<Projects.RiskPlatform_Simulation>("simulation")
    .WithReplicas(2)
    .WithHttpEndpoint()
    .WithHttpHealthCheck("/health")
    .WithReference(riskDb)
    .WithReference(marketData)
    .WaitFor(riskDb);

var strategies = builder.AddProject<Projects.RiskPlatform_Strategies>("strategies")
    .WithHttpEndpoint()
    .WithHttpHealthCheck("/health")
    .WithReference(marketData);

// Risk: what we make of it
var reporting = builder.AddProject<Projects.RiskPlatform_Reporting>("reporting")
    .WithHttpEndpoint()
    .WithHttpHealthCheck("/health")
    .WithReference(riskDb)
    .WithReference(marketData)
    .WithReference(ingestion)
    .WaitFor(riskDb);

// Front doors: the only resources reachable from outside
var gateway = builder.AddProject<Projects.RiskPlatform_Gateway>("gateway")
    .WithHttpEndpoint(port: 8080)
    .WithExternalHttpEndpoints()
    .WithHttpHealthCheck("/health")
    .WithReference(platformDb)
    .WithReference(redis)
    .WithReference(marketData)
    .WithReference(ingestion)
    .WithReference(reporting)
    .WithReference(pricing)
    .WithReference(analytics)
    .WithReference(portfolio)
    .WithReference(simulation)
    .WithReference(strategies)
    .WaitFor(platformDb);

var dashboard = builder.AddViteApp("dashboard", "../frontends/dashboard")
    .WithNpm()
    .WithEndpoint("http", endpoint => endpoint.Port = 5173)
    .WithExternalHttpEndpoints()
    .WithEnvironment("VITE_GATEWAY_URL", gateway.GetEndpoint("http"));

gateway.WithEnvironment("Cors__Origins__0", dashboard.GetEndpoint("http"));

builder.Build().Run();
