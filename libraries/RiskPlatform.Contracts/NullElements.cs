using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace RiskPlatform.Contracts;

/// <summary>Refuses null inside lists and dictionaries whose elements are not nullable.</summary>
/// <remarks><see cref="JsonSerializerOptions.RespectNullableAnnotations"/> looks at properties themselves only. Lists
/// of numbers cost nothing here: values are never null.</remarks>
internal static class NullElements
{
    /// <summary>A modifier of type information.</summary>
    public static void Refuse(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
        {
            return;
        }

        var nullability = new NullabilityInfoContext();
        List<(JsonPropertyInfo Property, NullabilityInfo Elements)> lists = [];
        foreach (var property in type.Properties)
        {
            if (property is { Get: not null, AttributeProvider: PropertyInfo member }
                && ElementsOf(nullability.Create(member)) is { } elements)
            {
                lists.Add((property, elements));
            }
        }

        if (lists.Count == 0)
        {
            return;
        }

        var others = type.OnDeserialized;
        type.OnDeserialized = read =>
        {
            others?.Invoke(read);
            foreach (var (property, elements) in lists)
            {
                if (property.Get!(read) is IEnumerable list)
                {
                    Check(property.Name, list, elements);
                }
            }
        };
    }

    // Null where there is nothing to look for: no list, or one of values.
    private static NullabilityInfo? ElementsOf(NullabilityInfo list)
    {
        if (list.Type == typeof(string) || !list.Type.IsAssignableTo(typeof(IEnumerable)))
        {
            return null;
        }

        var elements = list.ElementType ?? list.GenericTypeArguments.LastOrDefault();
        return elements is { Type.IsValueType: false }
            && (elements.ReadState == NullabilityState.NotNull || ElementsOf(elements) is not null) ? elements : null;
    }

    private static void Check(string name, IEnumerable list, NullabilityInfo elements)
    {
        var inner = ElementsOf(elements);
        bool mayBeNull = elements.ReadState != NullabilityState.NotNull;
        var keys = (list as IDictionary)?.Keys.GetEnumerator();
        int i = 0;
        foreach (object? element in (list as IDictionary)?.Values ?? list)
        {
            keys?.MoveNext();
            if (element is null && !mayBeNull)
            {
                throw new JsonException($"{name}[{keys?.Current ?? i}] is null, which no element of {name} may be.");
            }

            if (inner is not null && element is IEnumerable innerList)
            {
                Check($"{name}[{keys?.Current ?? i}]", innerList, inner);
            }

            i++;
        }
    }
}
