using System.Linq;
using System.Text.Json;
using Kiln.Testing.Vmm.Api.Http;
using Kiln.Vmm.Api.Http;
using Xunit;

namespace Kiln.Vmm.Tests.Api.Http;

/// <summary>Invalid requests are refused in the contract's words, and end the connection if the end of the request is unknown.</summary>
public sealed class RefusalTests
{
    private const string Malformed = "Invalid request.";
    private const string Method = "Invalid HTTP Method: Unsupported HTTP method.";
    private const string Version = "Invalid HTTP Version: Unsupported HTTP version.";
    private const string Header = "Invalid header. Reason: ";
    private const string Invalid = Header + "Header contains invalid characters. Key: ";
    private const string Value = Header + "Invalid value. Key:";

    // Input, and the reason as encoded in JSON.
    private static readonly (string Request, string Reason)[] _rows =
    [
        ("\r\n", Malformed),
        ("GET\r\n", Malformed),
        ("GET /version\r\n", Malformed),
        ("GET\t/version\tHTTP/1.1\r\n", Malformed),
        ("GET /version HTTP/1.1\n\n" + Filler(1024), Malformed),
        (Filler(1024), Malformed),
        ("GET /" + Filler(1024 - 15) + " HTTP/1.1\r\n", Malformed),
        (" GET / HTTP/1.1\r\n", Method),
        ("\0 / HTTP/1.1\r\n", Method),
        ("POST  HTTP/3\r\n", Method),
        ("GET  HTTP/3\r\n", "Invalid URI: Empty URI not allowed."),
        ("GET / HTTP/2.0\r\n", Version),
        ("GET / http/1.1\r\n", Version),
        ("GET / HTTP/1.1 \r\n", Version),
        ("GET / more HTTP/1.1\r\n", Version),
        ("GET / \r\n", Version),
        ("GET / HTTP/1.10\r\n", Version),
        ("GET / HTTP/1.1\r\nno colon\r\n", Header + "Header is incorrectly formatted. Key: no colon"),
        ("GET / HTTP/1.1\r\n \r\n", Header + "Header is incorrectly formatted. Key:  "),
        ("GET / HTTP/1.1\r\nsay \"\\\"\t\r\n", Header + """Header is incorrectly formatted. Key: say \"\\\"\t"""),
        ("GET / HTTP/1.1\r\nbell \a\x7F\r\n", Header + "Header is incorrectly formatted. Key: bell \\u0007\x7F"),
        ("GET / HTTP/1.1\r\na\nb\rc\r\n", Header + """Header is incorrectly formatted. Key: a\nb\rc"""),
        ("GET / HTTP/1.1\r\nA: \x9F\r\n", Invalid + "invalid utf-8 sequence of 1 bytes from index 3"),
        ("GET / HTTP/1.1\r\nA: \xE2\x82x\r\n", Invalid + "invalid utf-8 sequence of 2 bytes from index 3"),
        ("GET / HTTP/1.1\r\n\xF0\x9F\x98: x\r\n", Invalid + "invalid utf-8 sequence of 3 bytes from index 0"),
        ("GET / HTTP/1.1\r\nA: \xE2\x82\r\n", Invalid + "incomplete utf-8 byte sequence from index 3"),
        ("GET / HTTP/1.1\r\nA: " + Filler(1021), Header + "Invalid content length. Header: A: " + Filler(1021)),
        ("GET / HTTP/1.1\r\nA: \xFF" + Filler(1020), Header + "Invalid content length. Header: A: \xEF\xBF\xBD" + Filler(1020)),
        ("PUT / HTTP/1.1\r\nContent-Length: \r\n", Value + "Content-Length; Value: "),
        ("PUT / HTTP/1.1\r\nContent-Length:\r\n", Value + "Content-Length; Value:"),
        ("PUT / HTTP/1.1\r\ncontent-length: -1\r\n", Value + "content-length; Value: -1"),
        ("PUT / HTTP/1.1\r\nContent-Length: +5\r\n", Value + "Content-Length; Value: +5"),
        ("PUT / HTTP/1.1\r\nContent-Length: 0x5\r\n", Value + "Content-Length; Value: 0x5"),
        ("PUT / HTTP/1.1\r\nContent-Length: 5\0\r\n", Value + """Content-Length; Value: 5\u0000"""),
        ("PUT / HTTP/1.1\r\nContent-Length: 1 2\r\n", Value + "Content-Length; Value: 1 2"),
        ("PUT / HTTP/1.1\r\nContent-Length: 1,1\r\n", Value + "Content-Length; Value: 1,1"),
        ("PUT / HTTP/1.1\r\nContent-Length: 24: 2\r\n", Value + "Content-Length; Value: 24: 2"),
        ("PUT / HTTP/1.1\r\nContent-Length : five\r\n", Value + "Content-Length ; Value: five"),
        ("PUT / HTTP/1.1\r\nContent-Length: 4294967296\r\n", Value + "Content-Length; Value: 4294967296"),
        ("PUT / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n", Value + "Content-Length; Value: 2"),
        ("PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n", Header + "Unsupported feature. Key: Transfer-Encoding; Value: chunked"),
        ("PUT / HTTP/1.1\r\ntransfer-encoding:identity\r\n", Header + "Unsupported feature. Key: Transfer-Encoding; Value: identity"),
        ("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n", Method),
        ("POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n", Method),
        ("GET / HTTP/1.1\r\nAccept-Encoding: *;q=0\r\nno colon\r\n", Value + "Accept-Encoding; Value:*;q=0"),
        ("GET / HTTP/1.1\r\n" + Headers(101), Header + "More headers than the limit of 100 allowed by server."),
        ("GET / HTTP/1.1\r\n" + Headers(33, 1000), Header + "More bytes of headers than the limit of 32768 allowed by server."),
        ("GET / HTTP/1.0\r\nContent-Length: 4294967295\r\nExpect: 100-continue\r\n\r\n",
            "Request payload with size 4294967295 is larger than the limit of 51200 allowed by server."),
    ];

    // Fills up to just below the line limit: the whole line with its end, or a start that shows it has none.
    private static string Filler(int length) => new('x', length);

    private static string Headers(int count, int length = 0) => string.Concat(Enumerable.Repeat($"A: {Filler(length)}\r\n", count));

    public static TheoryData<string, string> Rows
    {
        get
        {
            TheoryData<string, string> data = [];
            foreach ((string request, string reason) in _rows)
            {
                data.Add(request, reason);
            }
            return data;
        }
    }

    [Fact]
    public void NoRowIsLost() => Assert.Equal(48, _rows.Length);

    [Theory]
    [MemberData(nameof(Rows))]
    public void WhatIsNoRequestIsRefusedByteForByteAndTheConnectionEnds(string request, string reason)
    {
        EchoHandler handler = new();
        using FakeClient client = new(handler);
        string body = $$"""{ "error": "{{reason}}\nAll previous unanswered requests will be dropped." }""";

        Assert.Equal(
            "HTTP/1.1 400 \r\nServer: Kiln API\r\nConnection: close\r\nContent-Type: application/json\r\n"
            + $"Content-Length: {body.Length}\r\n\r\n{body}",
            client.Exchange(request));
        Assert.True(client.End.IsEnded);
        Assert.Empty(handler.Requests);
        Assert.Equal(JsonValueKind.String, JsonDocument.Parse(body).RootElement.GetProperty("error").ValueKind);
    }

    [Fact]
    public void TheContractsOwnExampleIsOneByteLongerForItsEscapedLineEnd()
    {
        using FakeClient client = new(new EchoHandler(), 250);

        Assert.Equal(
            "HTTP/1.1 400 \r\nServer: Kiln API\r\nConnection: keep-alive\r\nContent-Type: application/json\r\nContent-Length: 146\r\n\r\n"
            + "{ \"error\": \"Request payload with size 260 is larger than the limit of 250 allowed by server."
            + "\\nAll previous unanswered requests will be dropped.\" }",
            client.Exchange("PUT http://h/mmds/config HTTP/1.1\r\nContent-Length: 260\r\nAccept: application/json\r\n\r\nsome body"));
    }

    [Fact]
    public void WhatFollowsARefusalIsNoRequest()
    {
        EchoHandler handler = new();
        using FakeClient client = new(handler);

        string answers = client.Exchange("GET /a HTTP/1.1\r\n\r\nNO\r\n\r\nGET /b HTTP/1.1\r\n\r\n");

        Assert.Equal(["Get /a 0"], handler.Requests);
        Assert.Equal(HttpModel.Answer(200, "keep-alive", "", "application/json", "/a") + HttpModel.Refusal(Malformed), answers);
        Assert.Equal("", client.Exchange("GET /c HTTP/1.1\r\n\r\n"));
        Assert.Equal(ConnectionState.Draining, client.State);
    }

    [Fact]
    public void ARefusedClientThatSendsItsBodyAndNoMoreGetsTheAnswerAndAnEnd()
    {
        using FakeClient client = new(new EchoHandler());

        string answer = client.Exchange("PUT / HTTP/1.1\r\nContent-Length: 200000\r\n\r\n" + Filler(200_000));
        client.End.EndSending();
        Assert.Equal("", client.Settle());

        Assert.Contains("Request payload with size 200000", answer, StringComparison.Ordinal);
        Assert.Equal((true, 0), (client.End.IsEnded, client.End.Error.Number));
        Assert.Equal(ConnectionState.Closed, client.State);
    }

    [Fact]
    public void AFloodBehindARefusalIsCutOff()
    {
        using FakeClient client = new(new EchoHandler());

        client.Exchange("NO\r\n\r\n" + Filler(1024 * 1024));
        Assert.Equal(ConnectionState.Draining, client.State);
        client.Exchange(Filler(8 * 1024));

        Assert.Equal(ConnectionState.Closed, client.State);
    }
}
