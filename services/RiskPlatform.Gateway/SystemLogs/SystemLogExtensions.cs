namespace RiskPlatform.Gateway.SystemLogs;

/// <summary>Adds the system log.</summary>
internal static class SystemLogExtensions
{
    public static WebApplicationBuilder AddSystemLog(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<SystemLog>();
        builder.Services.AddHostedService(services => services.GetRequiredService<SystemLog>());
        return builder;
    }
}
