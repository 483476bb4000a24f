using System.Management.Automation;
using System.Text;
using System.Xml;
using PassthroughTools.Module.Tests.Support;
using PassthroughTools.Vim.Xml;
using Shouldly;
using VMware.Vim;
using Xunit;

namespace PassthroughTools.Module.Tests.Surface;

/// <summary>What VIM objects say of tasks travels as XML and comes back the same.</summary>
public sealed class VimTaskTests
{
    [Fact]
    public void TasksComeBackFromXml()
    {
        using var lab = new Lab();
        using var session = lab.Connect();
        var tasks = session.Get<PSObject>(
            """
            $view = (Get-VM ready-01).ExtensionData
            $null = $view.Rename_Task('ready-02')
            $null = $view.ReconfigVM_Task([VMware.Vim.VirtualMachineConfigSpec]@{ Version = 'vmx-4' })
            $null = Get-Task | Wait-Task -ErrorAction SilentlyContinue
            Get-Task | Get-View | ForEach-Object Info
            """).Select(static one => (TaskInfo)one.BaseObject).ToList();

        tasks.Select(static task => task.State).ShouldBe([TaskInfoState.success, TaskInfoState.error], ignoreOrder: true);
        foreach (var task in tasks)
        {
            var xml = Written(task);
            var read = Read(xml);
            Written(read).ShouldBe(xml);
            (read.EntityName, read.Entity).ShouldBe((task.EntityName, task.Entity));
            read.Error?.LocalizedMessage.ShouldBe(task.Error?.LocalizedMessage);
        }
    }

    private static string Written(TaskInfo task)
    {
        var text = new StringBuilder();
        using (var writer = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true }))
            VimXmlWriter.Write(writer, "info", task, typeof(object));
        return text.ToString();
    }

    private static TaskInfo Read(string xml)
    {
        using var reader = VimXmlReader.Open(new MemoryStream(Encoding.UTF8.GetBytes(xml)), 100_000);
        reader.MoveToContent();
        return VimXmlReader.Read(reader, typeof(object)).ShouldBeOfType<TaskInfo>();
    }
}
