using System.Linq;
using System.Text;
using Kiln.Vmm.Json;

namespace Kiln.Vmm.Tests.Wire;

/// <summary>A kind of object of the contract: its section 1.6.</summary>
/// <param name="Name">What serde calls it.</param>
/// <param name="IsLax">Whether unknown fields are skipped.</param>
/// <param name="Fields">Its fields, in the order in which messages list them.</param>
internal sealed record BodyKind(string Name, BodyReader<object> Read, bool IsLax, params BodyField[] Fields)
{
    /// <summary>What a message says of an unknown field.</summary>
    internal string Choice => Fields switch
    {
        [var only] => $"expected `{only.Name}`",
        [var first, var second] => $"expected `{first.Name}` or `{second.Name}`",
        _ => $"expected one of {string.Join(", ", Fields.Select(one => $"`{one.Name}`"))}",
    };

    /// <summary>An object of fields that are right.</summary>
    internal static string TextOf(IEnumerable<BodyField> fields) =>
        $"{{{string.Join(", ", fields.Select(field => $"\"{field.Name}\": {field.Value}"))}}}";

    /// <summary>What is said of a text; null when nothing is wrong.</summary>
    internal string? MessageFor(string text)
    {
        try
        {
            Take(Read, text);
            return null;
        }
        catch (JsonFailure failure)
        {
            return failure.Message;
        }
    }

    /// <summary>Reads a whole text.</summary>
    internal static T Take<T>(BodyReader<T> read, string text)
    {
        JsonReader reader = new(Encoding.UTF8.GetBytes(text));
        T body = read(ref reader);
        reader.End();
        return body;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
