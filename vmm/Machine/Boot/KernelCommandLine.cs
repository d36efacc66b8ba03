using System.Text;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Memory;

namespace Kiln.Vmm.Machine.Boot;

/// <summary>
/// A kernel command line: the operator's arguments and those that the monitor adds. The first <c> -- </c> outside double quotes separates the
/// kernel's arguments from init's; the monitor adds to the kernel's.
/// </summary>
internal sealed class KernelCommandLine
{
    /// <summary>The command line when the operator sets none: no console, reboot through the keyboard controller.</summary>
    internal const string Default =
        "reboot=k panic=1 nomodule 8250.nr_uarts=0 i8042.noaux i8042.nomux i8042.dumbkbd swiotlb=noforce";

    private const string Separator = " -- ";

    private string _boot;
    private readonly string _init;

    private KernelCommandLine(string boot, string init)
    {
        _boot = boot;
        _init = init;
    }

    /// <summary>Parses the operator's command line.</summary>
    /// <param name="text">The text, or null for <see cref="Default"/>; an empty text is a valid, empty command line.</param>
    /// <exception cref="VmmFailure">The text is too long, contains a NUL, or has arguments for init but none for the kernel.</exception>
    internal static KernelCommandLine Parse(string? text)
    {
        string whole = text ?? Default;
        if (whole.Contains('\0'))
        {
            throw Invalid("it contains a NUL character");
        }
        int separator = FindSeparator(whole);
        string boot = (separator < 0 ? whole : whole[..separator]).Trim(' ');
        string init = separator < 0 ? "" : whole[(separator + Separator.Length)..].Trim(' ');
        if (boot.Length == 0 && init.Length > 0)
        {
            throw Invalid("it has arguments for init behind ' -- ' but none for the kernel before it");
        }
        KernelCommandLine line = new(boot, init);
        line.CheckLength();
        return line;
    }

    /// <summary>Appends an argument to the kernel's.</summary>
    /// <param name="argument">Printable ASCII.</param>
    /// <exception cref="VmmFailure">The command line is full, or the argument contains other characters.</exception>
    internal void Append(string argument)
    {
        if (argument.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            throw Invalid("an argument that the monitor adds is not printable ASCII");
        }
        _boot = _boot.Length == 0 ? argument : $"{_boot} {argument}";
        CheckLength();
    }

    /// <summary>Writes the command line to guest memory, at the address that all boot protocols share.</summary>
    /// <returns>Bytes written, including the NUL.</returns>
    /// <exception cref="VmmFailure">Guest memory is too small.</exception>
    internal int Write(GuestMemory memory)
    {
        byte[] text = ToBytes();
        return memory.TryWrite(new GuestAddress(BootLayout.CommandLine), text)
            ? text.Length
            : throw new VmmFailure("guest memory is too small for the kernel command line; raise mem_size_mib");
    }

    /// <summary>The command line as the guest receives it, including the NUL.</summary>
    internal byte[] ToBytes() => [.. Encoding.UTF8.GetBytes(ToString()), 0];

    /// <inheritdoc/>
    public override string ToString() => _init.Length == 0 ? _boot : _boot + Separator + _init;

    private static int FindSeparator(string text)
    {
        bool quoted = false;
        for (int index = 0; index < text.Length; index++)
        {
            quoted ^= text[index] == '"';
            if (!quoted && string.CompareOrdinal(text, index, Separator, 0, Separator.Length) == 0)
            {
                return index;
            }
        }
        return -1;
    }

    private void CheckLength()
    {
        int length = Encoding.UTF8.GetByteCount(ToString()) + 1;
        if (length > BootLayout.CommandLineCapacity)
        {
            throw Invalid($"it takes {length} bytes with its NUL, of which {BootLayout.CommandLineCapacity} can be; shorten boot_args");
        }
    }

    private static VmmFailure Invalid(string reason) => new($"The kernel command line is invalid: {reason}");
}
