using System.Globalization;
using RiskPlatform.Contracts.Analytics;
using RiskPlatform.Domain;
using RiskPlatform.Quant.TimeSeries;
using RiskPlatform.ServiceDefaults.Work;

namespace RiskPlatform.Analytics.Indicators;

/// <summary>Indicators, performance and volatility. See docs/methods/indicators.md and performance.md.</summary>
internal sealed class PriceMeasures(WorkBudget budget)
{
    private const int ValuesMax = 1_000_000;
    private const int WindowsMax = 50;

    // Squares and ratios of numbers between these are finite.
    private const double SizeMin = 1e-100;
    private const double SizeMax = 1e100;

    private const double BusinessDaysPerYear = 252.0;
    private const double NanosecondsPerValue = 100.0; // The slowest measure, with its answer's boxes, on one core.

    /// <summary>The indicators asked for, each of the prices' length.</summary>
    public async Task<Result<IndicatorsResponse>> ComputeAsync(
        IndicatorsRequest request, CancellationToken cancellationToken)
    {
        if (TooMany("prices", request.Prices) is { } tooMany)
        {
            return tooMany;
        }

        int[] ema = request.Ema ?? [];
        int[] sma = request.Sma ?? [];
        var faults = new InputFaults().AtLeast("prices", request.Prices.Length, 1).AllFinite("prices", request.Prices)
            .Check(Array.TrueForAll(request.Prices, x => !(Math.Abs(x) > SizeMax)), "prices is beyond 1e100.")
            .Check(
                ema.Length <= WindowsMax && sma.Length <= WindowsMax, $"ema and sma have {WindowsMax} windows at most.")
            .Check(
                ema.Distinct().Count() == ema.Length && sma.Distinct().Count() == sma.Length,
                "ema and sma name each window once.")
            .Check(
                new[] { request.Rsi ?? 1, request.Macd?.Fast ?? 1, request.Macd?.Slow ?? 1, request.Macd?.Signal ?? 1,
                    request.Bollinger?.Window ?? 1 }.Concat(ema).Concat(sma).All(w => w is >= 1 and <= ValuesMax),
                $"Every window lies between 1 and {ValuesMax}.")
            .Check(!(request.Macd?.Fast > request.Macd?.Slow), "macd.fast is not longer than macd.slow.")
            .Between("bollinger.deviations", request.Bollinger?.Deviations ?? 0.0, 0.0, SizeMax);
        return faults.Failure is { } failure
            ? failure
            : await budget.RunAsync<IndicatorsResponse>(
                new WorkCost("values", request.Prices.Length * (ema.Length + sma.Length + 6.0), NanosecondsPerValue),
                token => Compute(request, ema, sma, token),
                cancellationToken);
    }

    /// <summary>Return, volatility and their ratios.</summary>
    public static Result<PerformanceResponse> Measure(PerformanceRequest request)
    {
        if (TooMany("returns", request.Returns) is { } tooMany)
        {
            return tooMany;
        }

        var faults = new InputFaults().AtLeast("returns", request.Returns.Length, 2)
            .AllFinite("returns", request.Returns)
            .Check(
                Array.TrueForAll(request.Returns, r => !(r <= -1.0) && !(r > 1e6)),
                "Every element of returns is above -1: all is lost once, and cannot be lost again.")
            .Between("riskFreeRate", request.RiskFreeRate, -0.99, 10.0)
            .Between("periodsPerYear", request.PeriodsPerYear, 1e-3, 1e6);
        return faults.Failure is { } failure ? failure : Describe(request);
    }

    /// <summary>A volatility with its error.</summary>
    public static Result<SeriesVolatilityResponse> Measure(VolatilityRequest request)
    {
        if (TooMany("close", request.Close) is { } tooMany)
        {
            return tooMany;
        }

        if (Check(request).Failure is { } failure)
        {
            return failure;
        }

        VolatilityEstimate estimate;
        switch (request.Method)
        {
            case VolatilityMethod.CloseToClose:
                estimate = HistoricalVolatility.CloseToClose(request.Close, BusinessDaysPerYear);
                break;
            case VolatilityMethod.Ewma:
                double[] returns =
                    [.. request.Close.Zip(request.Close.Skip(1), (before, after) => Math.Log(after / before))];
                estimate = HistoricalVolatility.Ewma(returns, request.Lambda, BusinessDaysPerYear);
                break;
            case VolatilityMethod.Parkinson:
                estimate = RangeVolatility.Parkinson(request.High, request.Low, BusinessDaysPerYear);
                break;
            case VolatilityMethod.GarmanKlass:
                estimate = RangeVolatility.GarmanKlass(Bars(request), BusinessDaysPerYear);
                break;
            default:
                estimate = RangeVolatility.YangZhang(Bars(request), BusinessDaysPerYear);
                break;
        }

        return new SeriesVolatilityResponse(estimate.Annualised, estimate.StandardError);
    }

    private static PriceBars Bars(VolatilityRequest request) =>
        new(request.Open, request.High, request.Low, request.Close);

    private static InputFaults Check(VolatilityRequest request)
    {
        int n = request.Close.Length;
        bool needsRange = request.Method is not (VolatilityMethod.CloseToClose or VolatilityMethod.Ewma);
        bool needsOpen = request.Method is VolatilityMethod.GarmanKlass or VolatilityMethod.YangZhang;
        var faults = new InputFaults().AtLeast(
            "close", n, needsRange && request.Method != VolatilityMethod.YangZhang ? 1 : 3)
            .AllFinite("close", request.Close).Inside("lambda", request.Lambda, 0.0, 1.0)
            .Check(
                !needsRange
                    || request is { High: not null, Low: not null }, $"high and low are needed for {request.Method}.")
            .Check(!needsOpen || request.Open is not null, $"open is needed for {request.Method}.");
        foreach (var (name, prices) in new[]
            { ("open", request.Open), ("high", request.High), ("low", request.Low), ("close", request.Close) })
        {
            faults.SameLength(name, prices?.Length ?? n, "close", n)
                .Check(
                    Array.TrueForAll(prices ?? [], x => x is >= SizeMin and <= SizeMax),
                    $"Every element of {name} lies between 1e-100 and 1e100.");
        }

        bool isOrdered = true;
        for (int i = 0; faults.Failure is null && needsRange && i < n; i++)
        {
            double open = request.Open?[i] ?? request.Low![i];
            isOrdered &= request.Low![i] <= request.High![i] && open >= request.Low[i] && open <= request.High[i]
                && request.Close[i] >= request.Low[i] && request.Close[i] <= request.High[i];
        }

        return faults.Check(isOrdered, "low is the lowest and high the highest price of each period.");
    }

    private static Result<PerformanceResponse> Describe(PerformanceRequest request)
    {
        double perPeriod = Math.Pow(1.0 + request.RiskFreeRate, 1.0 / request.PeriodsPerYear) - 1.0;
        double[] excess = [.. request.Returns.Select(r => r - perPeriod)];
        double[] wealth = new double[request.Returns.Length + 1];
        double log = 0.0;
        wealth[0] = 1.0;
        for (int t = 0; t < request.Returns.Length; t++)
        {
            log += Math.Log(1.0 + request.Returns[t]);
            wealth[t + 1] = Math.Exp(log);
        }

        double annual = Math.Exp(log * request.PeriodsPerYear / request.Returns.Length) - 1.0;
        if (!double.IsFinite(annual) || !Array.TrueForAll(wealth, x => x > 0.0 && double.IsFinite(x)))
        {
            return Failure.CalculationFailed("returns compound to more or less than a double holds.");
        }

        var moments = new StreamingMoments();
        moments.Add(request.Returns);
        var sharpe = SharpeRatio.Compute(excess, request.PeriodsPerYear);
        double fall = Performance.MaximumDrawdown(wealth).Depth;
        return new PerformanceResponse(
            annual,
            moments.StandardDeviation!.Value * Math.Sqrt(request.PeriodsPerYear),
            sharpe?.Value,
            sharpe?.StandardError,
            Performance.Sortino(request.Returns, perPeriod, request.PeriodsPerYear)?.Value,
            fall,
            fall > 0.0 ? annual / fall : null,
            moments.Skewness,
            moments.ExcessKurtosis);
    }

    private static IndicatorsResponse Compute(
        IndicatorsRequest request, int[] ema, int[] sma, CancellationToken cancellationToken)
    {
        double[] prices = request.Prices;
        return new IndicatorsResponse(
            request.Ema is null ? null : ema.ToDictionary(Name, Smoothed(MovingAverage.Exponential)),
            request.Sma is null ? null : sma.ToDictionary(Name, Smoothed(MovingAverage.Simple)),
            request.Rsi is { } rsi ? Rsi(prices, rsi) : null,
            request.Macd is { } macd ? Macd(prices, macd) : null,
            request.Bollinger is { } bands ? Bollinger(prices, bands) : null);

        static string Name(int window) => window.ToString(CultureInfo.InvariantCulture);

        Func<int, double?[]> Smoothed(Average average) => window =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Padded(prices, window, average);
        };
    }

    private static double?[] Padded(double[] prices, int window, Average average)
    {
        double[] values = new double[MovingAverage.Count(prices.Length, window)];
        average(prices, window, values);
        return Late(prices.Length, values);
    }

    private static double?[] Rsi(double[] prices, int window)
    {
        double[] values = new double[Math.Max(0, prices.Length - window)];
        RelativeStrengthIndex.Compute(prices, window, values);
        return Late(prices.Length, values);
    }

    private static MacdResponse Macd(double[] prices, MacdRequest request)
    {
        double[] differences = new double[MovingAverage.Count(prices.Length, request.Slow)];
        double[] signals = new double[MovingAverage.Count(differences.Length, request.Signal)];
        Quant.TimeSeries.Macd.Compute(
            prices, new MacdWindows(request.Fast, request.Slow, request.Signal), differences, signals);
        return new MacdResponse(Late(prices.Length, differences), Late(prices.Length, signals));
    }

    private static BollingerResponse Bollinger(double[] prices, BollingerRequest request)
    {
        int count = MovingAverage.Count(prices.Length, request.Window);
        double[] lower = new double[count];
        double[] middle = new double[count];
        double[] upper = new double[count];
        BollingerBands.Compute(prices, request.Window, request.Deviations, lower, middle, upper);
        return new BollingerResponse(
            Late(prices.Length, lower), Late(prices.Length, middle), Late(prices.Length, upper));
    }

    /// <summary>Values that start late, behind nulls.</summary>
    private static double?[] Late(int length, double[] values)
    {
        double?[] padded = new double?[length];
        for (int i = 0; i < values.Length; i++)
        {
            padded[length - values.Length + i] = values[i];
        }

        return padded;
    }

    private static Failure? TooMany(string name, double[] values) => values.Length > ValuesMax
        ? Failure.TooLarge($"{name} has {values.Length} elements; a request may have {ValuesMax}.")
        : null;

    private delegate void Average(ReadOnlySpan<double> values, int window, Span<double> averages);
}
