namespace Kiln.Vmm.Mmds.Data;

/// <summary>The metadata of the guest. On the vmm thread.</summary>
/// <param name="limit">The most bytes of compact text.</param>
internal sealed class MetadataStore(ulong limit)
{
    /// <summary>The data; null until there are any.</summary>
    internal MetadataDocument? Document { get; private set; }

    /// <summary>Replaces the data.</summary>
    internal StoreRefusal? Put(MetadataDocument document)
    {
        if ((ulong)document.Json.Length > Math.Min(limit, MetadataDocument.MostLength))
        {
            return StoreRefusal.TooLong;
        }
        Document = document;
        return null;
    }

    /// <summary>Replaces the data, or forgets them.</summary>
    internal StoreRefusal? Replace(MetadataDocument? document)
    {
        if (document is not null)
        {
            return Put(document);
        }
        Document = null;
        return null;
    }

    /// <summary>Merges a patch into the data (RFC 7396). A refused patch leaves them as they are.</summary>
    /// <exception cref="Foundation.VmmFailure">The host has no memory.</exception>
    internal StoreRefusal? Patch(MetadataDocument patch) => Document is { } present
        ? Put(new MergePatch(present, patch).Apply())
        : StoreRefusal.NotInitialized;
}

/// <summary>Why the store does not take data.</summary>
internal enum StoreRefusal
{
    /// <summary>There is nothing to patch.</summary>
    NotInitialized,

    /// <summary>The data would exceed the limit.</summary>
    TooLong,
}
