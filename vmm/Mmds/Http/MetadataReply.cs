using Kiln.Vmm.Foundation;
using Kiln.Vmm.Foundation.Text;
using Kiln.Vmm.Mmds.Stack;

namespace Kiln.Vmm.Mmds.Http;

/// <summary>An answer before it is written.</summary>
internal readonly ref struct MetadataReply
{
    internal int Status { get; init; }

    /// <summary>Whether the version is HTTP/1.0.</summary>
    internal bool IsOld { get; init; }

    /// <summary>Whether the content is called JSON.</summary>
    internal bool IsJson { get; init; }

    /// <summary>Whether the methods that are allowed are named.</summary>
    internal bool NamesMethods { get; init; }

    /// <summary>The header with the lifetime of a token, if the answer has one.</summary>
    internal RequestHeader Life { get; init; }

    /// <summary>The content, unless it is data.</summary>
    internal MessageText Text { get; init; }

    /// <summary>The data, unless the content is text.</summary>
    internal ReadOnlyMemory<byte> Data { get; init; }

    internal static MetadataReply Of(int status, MessageText text) => new() { Status = status, Text = text };

    /// <summary>An answer with data.</summary>
    internal static MetadataReply Of(ReadOnlyMemory<byte> data) => new() { Status = Http.Status.Ok, Data = data };

    internal static MetadataReply NotFound(ReadOnlySpan<byte> path) =>
        Of(Http.Status.NotFound, new MessageText { Before = "Resource not found: "u8, Quoted = path, After = "."u8 });

    /// <summary>Writes the answer, byte for byte as in the contract.</summary>
    internal void WriteTo(AnswerBuffer answer)
    {
        Utf8Writer head = new(answer.Head);
        head.Append(IsOld ? "HTTP/1.0 "u8 : "HTTP/1.1 "u8);
        head.AppendNumber(Status);
        head.Append(" \r\nServer: "u8);
        head.Append(Identity.Current.Server);
        head.Append("\r\nConnection: keep-alive\r\n"u8);
        if (NamesMethods)
        {
            head.Append("Allow: GET, PUT\r\n"u8);
        }
        if (Life.IsThere)
        {
            head.Append(Life.Name);
            head.Append(": "u8);
            head.Append(Life.Value);
            head.Append("\r\n"u8);
        }
        head.Append(IsJson ? "Content-Type: application/json\r\nContent-Length: "u8 : "Content-Type: text/plain\r\nContent-Length: "u8);
        head.AppendNumber(Text.Length + Data.Length);
        head.Append("\r\n\r\n"u8);
        Text.AppendTo(ref head);
        answer.Complete(head.Length, Data);
    }
}
