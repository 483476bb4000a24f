using System.Text;
using Newtonsoft.Json;
using PassthroughTools.Errors;
using PassthroughTools.Files;
using PassthroughTools.Text;

namespace PassthroughTools.Planning;

/// <summary>Maintenance plans in files.</summary>
internal static class MaintenancePlanFile
{
    // Linux: EROFS. Windows: ERROR_WRITE_PROTECT.
    private const int ReadOnlyDisk = 30, WriteProtected = unchecked((int)0x80070013);

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The folder for the plans that nobody gave a path: the user's own.</summary>
    /// <exception cref="PassthroughException">AccessDenied: the account has no such folder.</exception>
    public static string DefaultFolder =>
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData,
            Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } folder
        ? Path.Combine(folder, "PassthroughTools", "plans")
        : throw new PassthroughException(ErrorId.AccessDenied,
            "This account has no folder for data of its own, where plans are kept. Give the plan a path: "
            + "New-PassthroughMaintenancePlan -Path", null);

    /// <summary>The file of a plan that nobody gave a path.</summary>
    public static string DefaultPath(string id) => Path.Combine(DefaultFolder, id + ".json");

    /// <summary>The file of a plan, which need not be there yet.</summary>
    public static string PathOf(MaintenancePlan plan) => plan.Path ?? DefaultPath(plan.Id);

    /// <summary>The plans' files in the folder for those that nobody gave a path.</summary>
    public static IEnumerable<string> DefaultPaths() =>
        Directory.Exists(DefaultFolder) ? Directory.EnumerateFiles(DefaultFolder, "*.json") : [];

    /// <summary>Writes a plan as a whole or not at all.</summary>
    /// <exception cref="PassthroughException">AccessDenied, StoreWriteFailed.</exception>
    public static void Write(string path, MaintenancePlan plan)
    {
        try
        {
            var real = RealPath.Of(path);
            Directory.CreateDirectory(Path.GetDirectoryName(real)!);
            AtomicFile.Write(real, real, stream =>
            {
                using var text = new StreamWriter(stream, Utf8, 4096, leaveOpen: true);
                MaintenancePlanJson.Write(text, plan);
            });
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException { HResult: ReadOnlyDisk or WriteProtected })
        {
            throw new PassthroughException(ErrorId.AccessDenied,
                $"The plan cannot be written to '{path}': {Reason.Of(e.Message)}. Choose a folder of your own.", path, e);
        }
        catch (IOException e)
        {
            throw new PassthroughException(ErrorId.StoreWriteFailed,
                $"The plan cannot be written to '{path}': {Reason.Of(e.Message)}. Choose a folder of your own, with space on "
                + "its disk.", path, e);
        }
    }

    /// <summary>Reads a plan.</summary>
    /// <exception cref="PassthroughException">PlanNotFound, AccessDenied, InputMalformed, InputVersionUnsupported.</exception>
    public static MaintenancePlan Read(string path)
    {
        try
        {
            using var text = new StreamReader(new MemoryStream(AtomicFile.ReadShared(path)), Utf8);
            return MaintenancePlanJson.Read(text) with { Path = path };
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new PassthroughException(ErrorId.PlanNotFound,
                $"There is no maintenance plan '{path}'. See what there is: Get-PassthroughMaintenancePlan", path, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PassthroughException(ErrorId.AccessDenied,
                $"The maintenance plan '{path}' cannot be read: {e.Message}", path, e);
        }
        catch (JsonReaderException e)
        {
            throw Malformed(path, FormattableString.Invariant(
                $"from line {e.LineNumber}, column {e.LinePosition} on it is not valid JSON, as after it was cut off or edited"),
                e);
        }
        catch (DecoderFallbackException e)
        {
            throw Malformed(path, "it is not text in UTF-8", e);
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            throw Malformed(path, Reason.Of(e.Message), e);
        }
        catch (NotSupportedException e)
        {
            throw new PassthroughException(ErrorId.InputVersionUnsupported,
                $"The maintenance plan '{path}' is of a newer version: {Reason.Of(e.Message)}. Use the PassthroughTools that "
                + "wrote it, or a newer one.", path, e);
        }
    }

    private static PassthroughException Malformed(string path, string why, Exception cause) => new(
        ErrorId.InputMalformed, $"'{path}' is no maintenance plan: {why}. Make one anew: New-PassthroughMaintenancePlan",
        path, cause);
}
