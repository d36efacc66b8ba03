using System.Text;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Memory;

namespace Kiln.Vmm.Machine.Boot;

/// <summary>
/// A kernel command line: the operator's arguments and those that the monitor adds. The first argument <c>--</c> separates the kernel's arguments from
/// init's; the monitor adds to the kernel's. Arguments are told apart as Linux does it (lib/cmdline.c, next_arg).
/// </summary>
internal sealed class KernelCommandLine
{
    /// <summary>The command line when the operator sets none: no console, reboot through the keyboard controller.</summary>
    internal const string Default =
        "reboot=k panic=1 nomodule 8250.nr_uarts=0 i8042.noaux i8042.nomux i8042.dumbkbd swiotlb=noforce";

    private const string Separator = " -- ";

    // The white space of ASCII.
    private static readonly char[] _blanks = [.. " \t\n\v\f\r"];

    private string _boot;
    private readonly string _init;

    private KernelCommandLine(string boot, string init)
    {
        _boot = boot;
        _init = init;
    }

    /// <summary>Parses the operator's command line.</summary>
    /// <param name="text">The text, or null for <see cref="Default"/>; an empty text is a valid, empty command line.</param>
    /// <exception cref="VmmFailure">The text is too long, contains a NUL, or opens a quotation that it does not close.</exception>
    internal static KernelCommandLine Parse(string? text)
    {
        string whole = text ?? Default;
        if (whole.Contains('\0'))
        {
            throw Invalid("it contains a NUL character");
        }
        Range separator = FindSeparator(whole);
        string boot = whole[..separator.Start].Trim(_blanks);
        KernelCommandLine line = new(boot, whole[separator.End..].Trim(_blanks));
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

    // The place of the argument that separates; the end of a text without one.
    private static Range FindSeparator(string text)
    {
        bool isQuoted = false;
        int start = 0;
        for (int index = 0; index < text.Length; index++)
        {
            isQuoted ^= text[index] == '"';
            if (!isQuoted && IsBlank(text[index]))
            {
                int end = text[index] > '~' ? index + 1 : index;
                if (IsSeparator(text.AsSpan(start, end - start)))
                {
                    return start..index;
                }
                start = index + 1;
            }
        }
        if (isQuoted)
        {
            throw Invalid("it opens a quotation that it does not close, which would take the arguments that the monitor adds; close it in boot_args");
        }
        return IsSeparator(text.AsSpan(start)) ? start.. : text.Length..;
    }

    // The kernel takes quotation marks around an argument away before it compares.
    private static bool IsSeparator(ReadOnlySpan<char> argument) => argument is "--" or "\"--\"";

    // Of other characters the kernel takes the last byte, 0xA0 in some, for a blank: a word that begins after one of them begins an argument.
    private static bool IsBlank(char character) =>
        Array.IndexOf(_blanks, character) >= 0 || (character > '~' && (character & 0x3F) == 0x20);

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
