using System.IO;
using System.Linq;
using YamlDotNet.RepresentationModel;

namespace Kiln.Manuals;

/// <summary>The page of the monitor's configuration file, vm.json(5), made from the description of the API, whose objects it holds.</summary>
internal sealed class ConfigurationPage
{
    // An object in an object in an object, such as a limiter's bucket of a drive.
    private const int MostLevels = 4;

    private readonly YamlMappingNode _document;

    /// <param name="description">The text of openapi.yaml.</param>
    private ConfigurationPage(string description)
    {
        YamlStream stream = [];
        stream.Load(new StringReader(description));
        _document = (YamlMappingNode)stream.Documents[0].RootNode;
    }

    /// <param name="version">The version of the programs.</param>
    /// <param name="sections">The names of the file's sections, in the order in which they are applied.</param>
    internal static string Of(string version, IEnumerable<string> sections, IEnumerable<PageName> seeAlso)
    {
        using StreamReader reader = new(typeof(ConfigurationPage).Assembly.GetManifestResourceStream("openapi.yaml")!);
        return new ConfigurationPage(reader.ReadToEnd()).Write(version, sections, seeAlso);
    }

    private string Write(string version, IEnumerable<string> sections, IEnumerable<PageName> seeAlso)
    {
        RoffText page = new(PageName.Configuration, version, "the configuration of a virtual machine");
        page.Section("DESCRIPTION").Paragraph(
            "The file of vmm --config-file: a JSON object of sections, each an object, or a list of objects, as a client of the API would PUT it. A section that is "
            + "left out is as if nobody had asked for it; an unknown one is refused. Sections are applied in the order of this page. Paths are those that the monitor "
            + "sees: in a jail, below the jail's root. vmm check-config finds mistakes by line and column.");
        page.Section("SECTIONS");
        foreach (string section in sections)
        {
            page.Part(section);
            YamlMappingNode? schema = SchemaOf(section);
            if (section == "cpu-config")
            {
                page.Paragraph("The path of a file with a CPU template, a JSON object of these:");
            }
            if (schema is not null && TextOf(schema, "description") is { } description)
            {
                page.Paragraph(description);
            }
            WriteFields(page, schema, "", 0);
        }
        page.Section("EXAMPLE").Lines(
            """
            {
              "boot-source": {"kernel_image_path": "vmlinux", "boot_args": "console=ttyS0 quiet init=/init"},
              "machine-config": {"vcpu_count": 1, "mem_size_mib": 256},
              "drives": [{"drive_id": "rootfs", "path_on_host": "rootfs.ext4", "is_root_device": true}],
              "serial": {"serial_out_path": "console"}
            }
            """);
        page.Section("FILES").Entry("vm.json", "in a jail, /srv/jailer/NAME/ID/root/vm.json on the host; any other name will do.");
        return page.SeeAlso(seeAlso.Where(other => other != PageName.Configuration)).ToString();
    }

    private void WriteFields(RoffText page, YamlMappingNode? schema, string before, int level)
    {
        if (schema is null || level == MostLevels || Child(schema, "properties") is not YamlMappingNode properties)
        {
            return;
        }
        string[] required = Child(schema, "required") is YamlSequenceNode names ? [.. names.Select(name => $"{name}")] : [];
        foreach ((YamlNode key, YamlNode value) in properties)
        {
            YamlMappingNode own = (YamlMappingNode)value;
            YamlMappingNode field = Resolved(own);
            string name = $"{before}{key}";
            page.Entry(name, KindOf(field), Describe(own, field, required.Contains($"{key}")));
            YamlMappingNode inner = Child(field, "items") is YamlMappingNode items ? Resolved(items) : field;
            WriteFields(page, inner, $"{name}{(inner == field ? "." : "[].")}", level + 1);
        }
    }

    private static string Describe(YamlMappingNode own, YamlMappingNode field, bool isRequired)
    {
        string[] sentences =
        [
            isRequired ? "Required." : "",
            Told("description") ?? "",
            Child(field, "enum") is YamlSequenceNode words ? $"One of: {string.Join(", ", words)}." : "",
            Told("minimum") is { } least ? $"At least {least}." : "",
            Told("maximum") is { } most ? $"At most {most}." : "",
            Told("default") is { } value ? $"Default: {value}." : "",
        ];
        return string.Join(' ', sentences.Where(sentence => sentence.Length > 0)) is { Length: > 0 } text ? text : "Optional.";

        // What stands beside a reference is about this field alone.
        string? Told(string name) => TextOf(own, name) ?? TextOf(field, name);
    }

    private static string KindOf(YamlMappingNode field) => TextOf(field, "type") ?? "object";

    // The section is what a request puts at the path of its name: below it, or with a part of it for each hyphen.
    private YamlMappingNode? SchemaOf(string section)
    {
        YamlMappingNode paths = (YamlMappingNode)Child(_document, "paths")!;
        YamlMappingNode? path = paths.Where(entry => $"{entry.Key}" == $"/{section}" || $"{entry.Key}".StartsWith($"/{section}/{{", StringComparison.Ordinal)
                || $"{entry.Key}" == $"/{section.Replace('-', '/')}")
            .Select(entry => entry.Value as YamlMappingNode).FirstOrDefault();
        return path is not null && Child(path, "put") is YamlMappingNode put && Child(put, "requestBody") is YamlMappingNode body
            && Child(Resolved(body), "content") is YamlMappingNode content && Child(content, "application/json") is YamlMappingNode json
            && Child(json, "schema") is YamlMappingNode schema
                ? Resolved(schema)
                : null;
    }

    // Through a reference, or the only one of an allOf, which is how a description stands beside one.
    private YamlMappingNode Resolved(YamlMappingNode node)
    {
        if (Child(node, "allOf") is YamlSequenceNode { Children: [YamlMappingNode only] })
        {
            return Resolved(only);
        }
        if (TextOf(node, "$ref") is not { } reference)
        {
            return node;
        }
        YamlNode target = reference.TrimStart('#', '/').Split('/').Aggregate((YamlNode)_document, (parent, name) => Child((YamlMappingNode)parent, name)!);
        return Resolved((YamlMappingNode)target);
    }

    private static YamlNode? Child(YamlMappingNode node, string name) => node.Children.TryGetValue(new YamlScalarNode(name), out YamlNode? child) ? child : null;

    private static string? TextOf(YamlMappingNode node, string name) => (Child(node, name) as YamlScalarNode)?.Value;
}
