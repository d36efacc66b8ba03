using Kiln.Profiles.Diagnostics;
using Kiln.Profiles.Yaml;
using Kiln.Seccomp.Rules;

namespace Kiln.Profiles.Binding;

/// <summary>Translates an entry of <c>args</c>.</summary>
internal sealed class ConditionBinder(NumberBinder numbers)
{
    // A filter sees six arguments.
    private const ulong MaximumIndex = 5;

    /// <param name="node">A mapping of <c>index</c> and <c>is</c>; or of index, op, value and optionally mask and width.</param>
    /// <param name="scope">The named constants in scope.</param>
    /// <returns>One condition, or two for the bounds of a range.</returns>
    /// <exception cref="ProfileException">The entry is not a condition.</exception>
    internal ArgumentCondition[] Bind(Node node, ConstantScope scope)
    {
        MappingNode fields = node.AsMapping("a condition");
        if (fields.Optional("is") is not { } names)
        {
            return [BindNumbers(fields)];
        }
        fields.AllowOnly("index", "is");
        return scope.Bind(BindIndex(fields.Required("index")), names);
    }

    private ArgumentCondition BindNumbers(MappingNode fields)
    {
        fields.AllowOnly("index", "op", "value", "mask", "width");
        int index = BindIndex(fields.Required("index"));
        ArgumentWidth width = BindWidth(fields.Optional("width"));
        Node operation = fields.Required("op");
        Node value = fields.Required("value");
        string name = operation.AsText("op");
        if (fields.Optional("mask") is { } unused && name != "masked_eq")
        {
            throw unused.Error(DiagnosticId.UnknownKey, $"op {name} takes no mask; use masked_eq or remove it");
        }
        ArgumentCondition condition = name switch
        {
            "in" => ArgumentCondition.OneOf(index, width, BindList(value, width)),
            "not_in" => ArgumentCondition.NoneOf(index, width, BindList(value, width)),
            "masked_eq" => BindMasked(index, width, BindValue(fields.Required("mask"), width), value),
            _ when ComparisonOf(name) is { } comparison => ArgumentCondition.With(index, width, comparison, BindValue(value, width)),
            _ => throw operation.Error(
                DiagnosticId.WrongKind,
                $"there is no op '{name}'; there are eq, ne, lt, le, gt, ge, masked_eq, in, not_in, flags_subset_of"),
        };
        return RuleReach.SaysNothing(condition)
            ? throw value.Error(DiagnosticId.Impossible, "every argument satisfies this condition, so it says nothing; remove it")
            : condition;
    }

    private static Comparison? ComparisonOf(string name) => name switch
    {
        "eq" => Comparison.Equal,
        "ne" => Comparison.NotEqual,
        "lt" => Comparison.Less,
        "le" => Comparison.LessOrEqual,
        "gt" => Comparison.Greater,
        "ge" => Comparison.GreaterOrEqual,
        "flags_subset_of" => Comparison.FlagsSubsetOf,
        _ => null,
    };

    private ulong[] BindList(Node node, ArgumentWidth width)
    {
        IReadOnlyList<Node> items = node.AsList("value");
        HashSet<ulong> values = [];
        foreach (Node item in items)
        {
            if (!values.Add(BindValue(item, width)))
            {
                throw item.Error(DiagnosticId.Duplicate, $"the list has the value {item.Kind} twice; keep one");
            }
        }
        return [.. values];
    }

    private ArgumentCondition BindMasked(int index, ArgumentWidth width, ulong mask, Node node)
    {
        ulong value = BindValue(node, width);
        return (value & ~mask) == 0 && mask != 0
            ? ArgumentCondition.Masked(index, width, mask, value)
            : throw node.Error(
                DiagnosticId.Impossible, "the value has bits outside the mask, or the mask is 0; no argument could tell them apart");
    }

    private static int BindIndex(Node node) => NumberBinder.BindPlain(node, "index") is <= MaximumIndex and var index
        ? (int)index
        : throw node.Error(DiagnosticId.WrongKind, "index is 0 to 5: a call has six arguments");

    private static ArgumentWidth BindWidth(Node? node) => node is null
        ? ArgumentWidth.Bits64
        : NumberBinder.BindPlain(node, "width") switch
        {
            32 => ArgumentWidth.Bits32,
            64 => ArgumentWidth.Bits64,
            _ => throw node.Error(DiagnosticId.WrongKind, "width is 32 or 64"),
        };

    private ulong BindValue(Node node, ArgumentWidth width)
    {
        ulong value = numbers.Bind(node, "value");
        return width == ArgumentWidth.Bits64 || value <= uint.MaxValue
            ? value
            : throw node.Error(DiagnosticId.TooWide, $"{node.Kind} needs more than the 32 bits that the condition compares");
    }
}
