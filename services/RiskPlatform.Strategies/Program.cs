using RiskPlatform.Strategies.Backtests;
using RiskPlatform.Strategies.ModuleHost;
using RiskPlatform.Strategies.Modules;

if (args is [ModuleHostProgram.Command, var socketPath])
{
    return ModuleHostProgram.Run(socketPath); // A module's own process: none of the service is in it.
}

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddWorkBudget();
builder.AddModules();
builder.AddBacktests();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapBacktests();
app.MapModules();
app.Run();
return 0;
