namespace Kiln.Vmm.Json;

/// <summary>A field that an object can have.</summary>
internal sealed class JsonField
{
    private JsonField(string name, bool isRequired)
    {
        Name = new JsonName(name);
        IsRequired = isRequired;
    }

    /// <summary>Its name.</summary>
    internal JsonName Name { get; }

    /// <summary>Whether it must be there.</summary>
    internal bool IsRequired { get; }

    /// <summary>A field that must be there.</summary>
    /// <param name="name">Its name.</param>
    internal static JsonField Required(string name) => new(name, isRequired: true);

    /// <summary>A field that may be missing.</summary>
    /// <param name="name">Its name.</param>
    internal static JsonField Optional(string name) => new(name, isRequired: false);
}
