using System.Linq;
using Xunit;

namespace Kiln.Vmm.Tests.Wire;

/// <summary>What is wrong with a field of any object is said in the contract's words, with the line and column that it counts.</summary>
public sealed class BodyFieldTests
{
    public static TheoryData<int> Kinds => [.. Enumerable.Range(0, BodyKinds.All.Count)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void TheWholeAndTheLeastAreTaken(int index)
    {
        BodyKind kind = BodyKinds.All[index];

        Assert.Null(kind.MessageFor(BodyKind.TextOf(kind.Fields)));
        Assert.Null(kind.MessageFor(BodyKind.TextOf(kind.Fields.Where(field => field.IsRequired))));
        Assert.Null(kind.MessageFor(BodyKind.TextOf(kind.Fields.Reverse())));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void SomethingElseIsRefused(int index)
    {
        BodyKind kind = BodyKinds.All[index];

        Assert.Equal($"invalid type: integer `1`, expected struct {kind.Name} at line 1 column 1", kind.MessageFor("1"));
        Assert.Equal("trailing characters at line 2 column 1", kind.MessageFor($"{BodyKind.TextOf(kind.Fields)}\n1"));
    }

    // The column of a name is that of its last quotation mark.
    [Theory]
    [MemberData(nameof(Kinds))]
    public void AnUnknownFieldIsRefusedOrSkipped(int index)
    {
        BodyKind kind = BodyKinds.All[index];
        string text = "{\n \"nope\": {}, " + BodyKind.TextOf(kind.Fields)[1..];

        Assert.Equal(kind.IsLax ? null : $"unknown field `nope`, {kind.Choice} at line 2 column 7", kind.MessageFor(text));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void AMissingFieldIsNamedAtTheEnd(int index)
    {
        BodyKind kind = BodyKinds.All[index];

        Assert.All(kind.Fields.Where(field => field.IsRequired), field =>
        {
            string text = BodyKind.TextOf(kind.Fields.Where(other => other != field));
            Assert.Equal($"missing field `{field.Name}` at line 1 column {text.Length}", kind.MessageFor(text));
        });
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void AFieldThatIsThereTwiceIsNamed(int index)
    {
        BodyKind kind = BodyKinds.All[index];

        Assert.All(kind.Fields, field =>
        {
            string before = $"{BodyKind.TextOf(kind.Fields)[..^1]}, \"{field.Name}\"";
            Assert.Equal($"duplicate field `{field.Name}` at line 1 column {before.Length}", kind.MessageFor($"{before}: {field.Value}}}"));
        });
    }

    // Null is nothing where the contract says so. Elsewhere it is of the wrong type, or for a name not even a value.
    [Theory]
    [MemberData(nameof(Kinds))]
    public void NullIsNothingOrOfTheWrongType(int index)
    {
        BodyKind kind = BodyKinds.All[index];

        Assert.All(kind.Fields, field =>
        {
            string before = $"{{\"{field.Name}\": ";
            string rest = BodyKind.TextOf(kind.Fields.Where(other => other != field))[1..];
            string text = $"{before}null{(rest == "}" ? rest : ", " + rest)}";
            int column = before.Length + (field.Null == "expected value" ? 1 : "null".Length);
            Assert.Equal(field.Null.Length == 0 ? null : $"{field.Null} at line 1 column {column}", kind.MessageFor(text));
        });
    }
}
