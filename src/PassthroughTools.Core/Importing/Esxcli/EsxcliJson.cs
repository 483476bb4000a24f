using System.Globalization;
using Newtonsoft.Json.Linq;
using PassthroughTools.Importing.Input;
using PassthroughTools.Importing.Json;

namespace PassthroughTools.Importing.Esxcli;

/// <summary>
/// Reads esxcli's and localcli's JSON, and their objects through ConvertTo-Json: an array of objects, or one. Windows PowerShell
/// wraps some arrays into an object with "value" and "Count".
/// </summary>
internal static class EsxcliJson
{
    /// <exception cref="UnrecognisedException">It is no list of objects.</exception>
    /// <exception cref="Errors.PassthroughException">InputMalformed: a field stands twice in one record.</exception>
    public static List<EsxcliRecord> Read(InputSection section, JToken root)
    {
        if (root is JObject { Count: <= 2 } wrapper && wrapper["value"] is JArray wrapped) root = wrapped;
        var records = new List<EsxcliRecord>();
        foreach (var item in root is JArray array ? array : (IEnumerable<JToken>)[root])
        {
            int line = section.LineInFile(JsonText.LineOf(item));
            if (item is not JObject fields)
                throw new UnrecognisedException(line, "this JSON is neither esxcli's list of PCI devices nor of a store's shape");
            var record = new EsxcliRecord(section.Path, line);
            foreach (var field in fields.Properties())
            {
                // No field of the lists is an array or an object; what another command has there is not looked at.
                if (field.Value is not JValue { Value: var value }) continue;
                record.AddWhole(field.Name, Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
                    section.LineInFile(JsonText.LineOf(field)));
            }

            records.Add(record);
        }

        return records;
    }
}
