var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddWorkBudget();

var app = builder.Build();
app.MapDefaultEndpoints();
app.Run();
