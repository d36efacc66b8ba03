namespace Kiln.Vmm.Json;

/// <summary>A field of an object.</summary>
internal sealed class JsonField
{
    private JsonField(string name, bool isRequired)
    {
        Name = new JsonName(name);
        IsRequired = isRequired;
    }

    internal JsonName Name { get; }

    internal bool IsRequired { get; }

    internal static JsonField Required(string name) => new(name, isRequired: true);

    internal static JsonField Optional(string name) => new(name, isRequired: false);
}
