using RiskPlatform.Contracts.Pricing;
using RiskPlatform.Domain;
using RiskPlatform.Pricing.Curves;
using RiskPlatform.Quant.FixedIncome;

namespace RiskPlatform.Pricing.CashFlows;

/// <summary>What payments are worth, and at which rate they are worth nothing.</summary>
internal static class CashFlowValues
{
    private const int FlowsMax = 100_000;

    /// <summary>Discounts at one rate or on a curve.</summary>
    public static Result<DcfResponse> Discount(DcfRequest request)
    {
        var faults = new InputFaults().AtLeast("cashFlows", request.CashFlows.Count, 1)
            .Check(request.CashFlows.Count <= FlowsMax, $"cashFlows has over {FlowsMax} elements.")
            .Check(
                request.Rate is null != request.Curve is null, "Give either rate or curve: one of the two, not both.");
        if (request.Rate is { } rate)
        {
            faults.Check(rate > -1.0 && double.IsFinite(rate), $"rate is {rate}; it is finite and above -1.");
        }

        if (request.Curve is { } curve)
        {
            Curve.Check("curve", curve, faults);
        }

        for (int i = 0; i < request.CashFlows.Count; i++)
        {
            faults.Between($"cashFlows[{i}].time", request.CashFlows[i].Time, 0.0, 1_000.0);
        }

        return faults.Failure is { } failure ? failure : Value(request);
    }

    /// <summary>Finds the internal rate of dated payments.</summary>
    public static Result<XirrResponse> InternalRateOf(XirrRequest request)
    {
        var faults = new InputFaults().AtLeast("cashFlows", request.CashFlows.Count, 1)
            .Check(request.CashFlows.Count <= FlowsMax, $"cashFlows has over {FlowsMax} elements.");
        for (int i = 0; i < request.CashFlows.Count; i++)
        {
            faults.Check(
                Math.Abs(request.CashFlows[i].Amount) <= 1e18m, $"cashFlows[{i}].amount is beyond 1e18.");
        }

        if (faults.Failure is { } failure)
        {
            return failure;
        }

        DatedFlow[] flows =
        [
            .. request.CashFlows.Where(flow => flow.Amount != 0m).Select(flow => new DatedFlow(flow.Date, flow.Amount)),
        ];
        var found = InternalRate.OfDates(flows);
        return found is { Status: InternalRateStatus.Found, Rate: { } rate } ? ValueAt(rate, flows) : Refusal(found);
    }

    private static Result<XirrResponse> ValueAt(double rate, DatedFlow[] flows)
    {
        try
        {
            return new XirrResponse(rate, NetPresentValue.OfDates(flows, flows.Min(flow => flow.Date), rate));
        }
        catch (Exception fault) when (fault is ArgumentOutOfRangeException or OverflowException)
        {
            return Failure.CalculationFailed(
                $"cashFlows are worth nothing at {rate}, but one of them is worth more there than money can say.")
                with { Code = "noValue" };
        }
    }

    private static Result<DcfResponse> Value(DcfRequest request)
    {
        double value = 0.0;
        double first = 0.0;
        double second = 0.0;
        double step = request.Curve is null ? 1.0 : 0.0; // Compounded once a year, or at every moment.
        foreach (var (time, amount) in request.CashFlows)
        {
            double factor = request.Rate is { } rate
                ? Math.Pow(1.0 + rate, -time)
                : Curve.DiscountFactor(request.Curve!, time);
            double present = (double)amount * factor;
            value += present;
            first += time * present;
            second += time * (time + step) * present;
        }

        double growth = request.Rate is { } yearly ? 1.0 + yearly : 1.0;
        var response = new DcfResponse(value, first / value, second / (value * growth * growth));
        return double.IsFinite(response.PresentValue + response.Duration + response.Convexity)
            ? response
            : Failure.CalculationFailed(
                "cashFlows are worth zero at this rate, or more than a double holds: they have no duration.");
    }

    private static Failure Refusal(InternalRateResult found) => found.Status switch
    {
        InternalRateStatus.NoSignChange => Failure.CalculationFailed(
            "cashFlows all have one sign: no rate makes them worth nothing.") with { Code = "noSignChange" },
        InternalRateStatus.Several => Failure.CalculationFailed(
            $"cashFlows are worth nothing at several rates: {
                string.Join(", ", found.AllRates)}. None is the internal rate.")
            with { Code = "severalRates" },
        _ => Failure.CalculationFailed("No rate above -1 makes cashFlows worth nothing.") with { Code = "noRate" },
    };
}
