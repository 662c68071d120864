using System.Net;
using Microsoft.AspNetCore.Http;
using RiskPlatform.Contracts.Gateway;

namespace RiskPlatform.Gateway.Tests.Workflows;

public sealed class RiskWorkflowTests(GatewayService gateway) : IClassFixture<GatewayService>
{
    [Fact]
    public async Task Run_AllStepsAnswer_IsCompletedInOrder_WithWhatTheyAnswered()
    {
        var run = await gateway.ReadAsync<WorkflowResponse>("/api/workflow/risk-full");

        Assert.Equal("completed", run.Status);
        Assert.Equal(
            ["collect market-data completed /collect", "ingest ingestion completed /inbox",
                "report reporting completed /reports"],
            run.Steps.Select(step =>
                $"{step.Name} {step.Service} {step.Status} {step.Result!.Value.GetProperty("path").GetString()}"));
        Assert.All(run.Steps, step => Assert.True(step.ElapsedMs > 0.0));
    }

    [Fact]
    public async Task Run_AStepFails_IsABadGateway_ThatNamesTheStep_AndSkipsTheRest()
    {
        gateway.Ingestion.Answer = async context =>
        {
            context.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            await context.Response.WriteAsJsonAsync(new { title = "The tape is torn." });
        };
        try
        {
            gateway.Reporting.Forget();
            using var response = await gateway.GetAsync("/api/workflow/risk-full");

            Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
            var problem = await GatewayService.ProblemAsync(response);
            Assert.Equal("ingest", problem.GetProperty("failedStep").GetString());
            Assert.Equal(
                ["completed", "failed", "skipped"],
                problem.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("status").GetString()));
            Assert.Equal(
                "The tape is torn.",
                problem.GetProperty("steps")[1].GetProperty("result").GetProperty("title").GetString());
            Assert.Empty(gateway.Reporting.Requests);
        }
        finally
        {
            gateway.Ingestion.Answer = BackendStub.EchoAsync;
        }
    }

    [Fact]
    public async Task Run_AServiceIsGone_SaysSo()
    {
        await gateway.Reporting.GoAsync();
        try
        {
            using var response = await gateway.GetAsync("/api/workflow/risk-full");

            Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
            var problem = await GatewayService.ProblemAsync(response);
            Assert.Equal("report", problem.GetProperty("failedStep").GetString());
        }
        finally
        {
            await gateway.Reporting.ComeBackAsync();
        }
    }
}
