using System.Reflection;
using Microsoft.AspNetCore.Http;

namespace RiskPlatform.ServiceDefaults.Failures;

/// <summary>
/// Refuses a comma in a number of the query. The framework takes it for a separator of thousands, wherever it stands,
/// so that the rate 0,05 of half the world would be 5.
/// </summary>
internal sealed class QueryNumbers(RequestDelegate next)
{
    private static readonly Type[] Fractions = [typeof(double), typeof(decimal), typeof(float)];

    public Task InvokeAsync(HttpContext context)
    {
        foreach (var parameter in context.GetEndpoint()?.Metadata.GetMetadata<MethodInfo>()?.GetParameters() ?? [])
        {
            var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
            if (Fractions.Contains(type) && context.Request.Query[parameter.Name!].ToString().Contains(','))
            {
                throw new BadHttpRequestException($"Parameter '{parameter.Name}' is no number: it has a comma.");
            }
        }

        return next(context);
    }
}
