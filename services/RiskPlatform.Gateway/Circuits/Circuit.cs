using System.Net;
using Polly;
using Polly.CircuitBreaker;
using RiskPlatform.Contracts.Gateway;
using BreakerState = Polly.CircuitBreaker.CircuitState;
using CircuitState = RiskPlatform.Contracts.Gateway.CircuitState;

namespace RiskPlatform.Gateway.Circuits;

/// <summary>
/// One backend's circuit breaker. It judges a call when the head of the answer is there, so a stream of hours is a
/// success at its start.
/// </summary>
internal sealed class Circuit
{
    private static readonly ResiliencePropertyKey<Attempt> AttemptKey = new("RiskPlatform.Gateway.Attempt");

    private readonly string _backend;
    private readonly TimeProvider _time;
    private readonly TimeSpan _break;
    private readonly ResiliencePipeline<HttpResponseMessage> _pipeline;
    private readonly CircuitBreakerStateProvider _state = new();
    private int _generation; // How many probes there have been.
    private long _openedAtTicks;
    private int _failures;

    /// <summary>A closed circuit.</summary>
    /// <param name="backend">The resource name.</param>
    /// <param name="options">When it opens.</param>
    /// <param name="time">The clock of the sampling and the break.</param>
    /// <param name="changed">Told of each change of state. Must return at once.</param>
    public Circuit(string backend, CircuitOptions options, TimeProvider time, Action<string, CircuitState> changed)
    {
        _backend = backend;
        _time = time;
        _break = TimeSpan.FromSeconds(options.BreakSeconds);
        _pipeline = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<HttpResponseMessage>
            {
                FailureRatio = options.FailureRatio,
                MinimumThroughput = options.MinimumCalls,
                SamplingDuration = TimeSpan.FromSeconds(options.SamplingSeconds),
                BreakDuration = _break,
                StateProvider = _state,
                ShouldHandle = judged => ValueTask.FromResult(IsFailure(judged.Outcome, judged.Context)),
                OnOpened = _ => Told(CircuitState.Open),
                OnHalfOpened = begun =>
                {
                    // The probe is the first call of a generation. The breaker waits for this before it lets it go.
                    var probe = AttemptOf(begun.Context);
                    probe.IsProbe = true;
                    probe.Generation = Interlocked.Increment(ref _generation);
                    return Told(CircuitState.HalfOpen);
                },
                OnClosed = _ => Told(CircuitState.Closed),
            })
            .Build();

        ValueTask Told(CircuitState state)
        {
            if (state == CircuitState.Open)
            {
                Volatile.Write(ref _openedAtTicks, time.GetUtcNow().UtcTicks);
            }

            changed(backend, state);
            return default;
        }
    }

    /// <summary>True while calls pass freely.</summary>
    public bool IsClosed => _state.CircuitState == BreakerState.Closed;

    /// <summary>What a person is told of it.</summary>
    public CircuitStatus Status
    {
        get
        {
            var state = StateNow();
            return state == CircuitState.Closed
                ? new(_backend, state, Volatile.Read(ref _failures), OpenedAt: null, RetryAfterSeconds: null)
                : new(
                    _backend, state, Volatile.Read(ref _failures), OpenedAt(), (int)Math.Ceiling(Left().TotalSeconds));
        }
    }

    /// <summary>Makes a call, if calls pass.</summary>
    /// <param name="send">Makes it; gives the answer once its head is there.</param>
    /// <param name="clientLeft">
    /// Signalled when the one who asked has gone: such a call says nothing of the backend.
    /// </param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <exception cref="CircuitOpenException">Calls do not pass now.</exception>
    public async Task<HttpResponseMessage> SendAsync(
        Func<CancellationToken, Task<HttpResponseMessage>> send,
        CancellationToken clientLeft,
        CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(AttemptKey, new Attempt(Volatile.Read(ref _generation), clientLeft));
        try
        {
            return await _pipeline.ExecuteAsync(async passed => await send(passed.CancellationToken), context);
        }
        catch (LateOutcomeException late)
        {
            late.Outcome.ThrowIfException();
            return late.Outcome.Result!; // Late for the breaker only; its caller waits for it.
        }
        catch (BrokenCircuitException)
        {
            throw Refusal();
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>The exception of a call that is not made now.</summary>
    public CircuitOpenException Refusal() =>
        new(_backend, Math.Max(1, (int)Math.Ceiling(Left().TotalSeconds)));

    private CircuitState StateNow() => _state.CircuitState switch
    {
        BreakerState.Closed => CircuitState.Closed,
        BreakerState.HalfOpen => CircuitState.HalfOpen,
        _ => CircuitState.Open,
    };

    private DateTimeOffset OpenedAt() => new(Volatile.Read(ref _openedAtTicks), TimeSpan.Zero);

    /// <summary>Time until a probe passes; nothing when the next call is one, or one is under way.</summary>
    private TimeSpan Left()
    {
        var left = OpenedAt() + _break - _time.GetUtcNow();
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private static Attempt AttemptOf(ResilienceContext context) =>
        context.Properties.TryGetValue(AttemptKey, out var attempt)
            ? attempt
            : throw new InvalidOperationException("Every call has its attempt.");

    private bool IsFailure(Outcome<HttpResponseMessage> outcome, ResilienceContext context)
    {
        var attempt = AttemptOf(context);
        bool isProbeOrFree = attempt.IsProbe || _state.CircuitState == BreakerState.Closed;
        if (!isProbeOrFree || attempt.Generation != Volatile.Read(ref _generation))
        {
            // The call began before the circuit opened, and the breaker would take its end for the probe's, or for one
            // of now. To yes and no the breaker knows no third, but what is thrown here leaves it as it is.
            throw new LateOutcomeException(outcome);
        }

        bool saysNothing = attempt.ClientLeft.IsCancellationRequested || IsFaultOfTheRequest(outcome.Exception);
        if (saysNothing && outcome.Exception is not null)
        {
            // A probe that its client gave up must not close the circuit: nothing has been proven. It opens again.
            return attempt.IsProbe;
        }

        bool isFailure = outcome.Exception is not null || IsFailure(outcome.Result!);
        if (isFailure)
        {
            Interlocked.Increment(ref _failures);
        }
        else
        {
            Interlocked.Exchange(ref _failures, 0);
        }

        return isFailure;
    }

    /// <summary>Whether an answer means that the backend, or what stands before it, does not work.</summary>
    /// <remarks>
    /// A 503 that explains itself in problem details is a living service that lacks something, such as a feed; cutting
    /// it off would take its other routes away too. A bare 503 comes from a server that is going down or overloaded.
    /// </remarks>
    private static bool IsFailure(HttpResponseMessage answer) => answer.StatusCode switch
    {
        HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout => true,
        HttpStatusCode.ServiceUnavailable =>
            answer.Content.Headers.ContentType?.MediaType != "application/problem+json",
        _ => false,
    };

    // The request's own body was refused or broke off while it was being passed on.
    private static bool IsFaultOfTheRequest(Exception? fault) =>
        fault is not null && (fault is BadHttpRequestException || IsFaultOfTheRequest(fault.InnerException));

    private sealed class Attempt(int generation, CancellationToken clientLeft)
    {
        public int Generation { get; set; } = generation;

        public CancellationToken ClientLeft { get; } = clientLeft;

        public bool IsProbe { get; set; }
    }

    private sealed class LateOutcomeException(Outcome<HttpResponseMessage> outcome) : Exception
    {
        public Outcome<HttpResponseMessage> Outcome { get; } = outcome;
    }
}
