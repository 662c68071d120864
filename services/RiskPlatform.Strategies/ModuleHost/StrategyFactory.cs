using System.Reflection;
using System.Runtime.CompilerServices;
using RiskPlatform.Domain;
using RiskPlatform.Quant.Backtesting;

namespace RiskPlatform.Strategies.ModuleHost;

/// <summary>Makes strategies of one type: numbers by name become the arguments of its constructor.</summary>
internal sealed class StrategyFactory
{
    /// <summary>Numbers a strategy may take, which all go into one message's head.</summary>
    public const int ParametersMax = 64;

    /// <summary>Characters in the name of one.</summary>
    public const int NameLengthMax = 64;

    private const int ListedMax = 10;
    private static readonly Type[] Numbers = [typeof(double), typeof(int), typeof(long)];

    private readonly Type _type;
    private readonly ConstructorInfo? _constructor; // Null for a struct without one.
    private readonly ParameterInfo[] _parameters;

    private StrategyFactory(Type type, ConstructorInfo? constructor) =>
        (_type, _constructor, _parameters) = (type, constructor, constructor?.GetParameters() ?? []);

    public string TypeName => _type.FullName!;

    /// <summary>Names of the numbers it takes; those with a default end in a question mark.</summary>
    public string[] ParameterNames =>
        [.. _parameters.Select(parameter => parameter.Name + (parameter.HasDefaultValue ? "?" : ""))];

    /// <summary>Finds the one public strategy of an assembly, and compiles it: only initialisers run.</summary>
    public static Result<StrategyFactory> Find(Assembly assembly)
    {
        Type[] strategies =
        [
            .. assembly.GetExportedTypes().Where(type => typeof(ICausalStrategy).IsAssignableFrom(type)
                && type is { IsInterface: false, IsAbstract: false, ContainsGenericParameters: false }),
        ];
        if (strategies is not [var strategy])
        {
            return NoStrategy(strategies.Length == 0
                ? $"there is no public type in it that implements {typeof(ICausalStrategy)}."
                : $"there are {strategies.Length} strategies in it, and one is wanted: {
                    string.Join<Type>(", ", strategies.Take(ListedMax))}.");
        }

        var constructors = strategy.GetConstructors();
        bool isMakeable = constructors.Length == 1 || (constructors.Length == 0 && strategy.IsValueType);
        if (!isMakeable || !constructors.SelectMany(made => made.GetParameters()).All(IsNumber))
        {
            return NoStrategy(
                $"{strategy} has one public constructor, whose parameters are numbers (int, long or double).");
        }

        var constructor = constructors.SingleOrDefault();
        var parameters = constructor?.GetParameters() ?? [];
        if (parameters.Length > ParametersMax || parameters.Any(taken => taken.Name!.Length > NameLengthMax))
        {
            return NoStrategy(
                $"{strategy} may take {ParametersMax} numbers, with names of {NameLengthMax} characters at most.");
        }

        Compile(strategy, constructor);
        return new StrategyFactory(strategy, constructor);
    }

    /// <summary>Makes one for one run. What its constructor throws comes through.</summary>
    public Result<ICausalStrategy> Make(IReadOnlyDictionary<string, double> values)
    {
        var faults = new InputFaults();
        string[] unknown = [.. values.Keys.Where(name => !_parameters.Any(parameter => parameter.Name == name))];
        faults.Check(
            unknown.Length == 0, $"parameters has '{string.Join("', '", unknown)}'; {TypeName} takes {Listed()}.");
        object[] arguments = [.. _parameters.Select(parameter => ValueOf(parameter, values, faults))];
        if (faults.Failure is { } failure)
        {
            return failure;
        }

        object made = _constructor?.Invoke(BindingFlags.DoNotWrapExceptions, null, arguments, null)
            ?? Activator.CreateInstance(_type)!;
        return new Result<ICausalStrategy>.Success((ICausalStrategy)made);
    }

    private static Failure NoStrategy(string why) => Failure.Malformed(why) with { Code = "noStrategy" };

    private static object ValueOf(
        ParameterInfo parameter, IReadOnlyDictionary<string, double> values, InputFaults faults)
    {
        if (!values.TryGetValue(parameter.Name!, out double value))
        {
            faults.Check(parameter.HasDefaultValue, $"parameters.{parameter.Name} is missing.");
            return parameter.HasDefaultValue ? parameter.DefaultValue! : 0;
        }

        if (parameter.ParameterType == typeof(double))
        {
            return value;
        }

        bool isWhole = value == Math.Floor(value) && Math.Abs(value) <= int.MaxValue;
        faults.Check(isWhole, $"parameters.{parameter.Name} is {value}; it is a whole number.");
        return parameter.ParameterType == typeof(int) ? (object)(isWhole ? (int)value : 0) : (long)value;
    }

    // Before the swap, so that the first request after it does not wait for the compiler.
    private static void Compile(Type strategy, ConstructorInfo? constructor)
    {
        if (constructor is not null)
        {
            RuntimeHelpers.PrepareMethod(constructor.MethodHandle);
        }

        foreach (var method in strategy.GetInterfaceMap(typeof(ICausalStrategy)).TargetMethods)
        {
            RuntimeHelpers.PrepareMethod(method.MethodHandle);
        }
    }

    private static bool IsNumber(ParameterInfo parameter) => Numbers.Contains(parameter.ParameterType);

    private string Listed() => _parameters.Length == 0 ? "none" : string.Join(", ", ParameterNames);
}
