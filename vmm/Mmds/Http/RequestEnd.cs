namespace Kiln.Vmm.Mmds.Http;

/// <summary>Where a request ends: behind its first empty line, as Firecracker looks for it.</summary>
internal static class RequestEnd
{
    /// <returns>The length of the request; 0 while its end has not been received.</returns>
    internal static int Find(ReadOnlySpan<byte> received)
    {
        int line = 0;
        while (received[line..].IndexOf((byte)'\n') is >= 0 and int length)
        {
            line += length + 1;
            ReadOnlySpan<byte> next = received[line..];
            if (next.StartsWith("\n"u8))
            {
                return line + 1;
            }
            if (next.StartsWith("\r\n"u8))
            {
                return line + 2;
            }
        }
        return 0;
    }
}
