"""What the package says to the webmaster who opens it."""

README = """阳光抽查 发布包 —— 给网站管理员

一、这里有什么
  site/           网站本身，放到服务器上即可，不需要数据库和任何程序
  public/         公开数据（网站就是由它生成的）
  verify.pyz      重算抽签的程序，有 Python 3.9 就能运行：python3 verify.pyz public
  server/         nginx、Apache、IIS 的配置样例（nginx 经过测试，另两个没有测试）
  更新说明.txt    与上一次发布相比，新增、修改、撤下了哪些页面
  SHA256SUMS      每个文件的校验值；SHA256SUMS.sig 是发布单位的签名

二、先核对，再上线（不需要我们的程序）
  Linux：  sha256sum --check --quiet SHA256SUMS
  签名：   ssh-keygen -Y verify -f signers -I release -n sampler-release -s SHA256SUMS.sig < SHA256SUMS
           其中 signers 写一行：release namespaces="sampler-release" 发布单位的公钥
           公钥请由发布单位另行当面或书面给您，不要使用随包带来的公钥。
  Windows（PowerShell，在解压后的文件夹里）：
    Get-Content SHA256SUMS -Encoding UTF8 | % { $h,$n = $_ -split '  ',2; if ((Get-FileHash -LiteralPath $n).Hash -ne $h) { "被改动或缺少：$n" } }
  没有任何输出，就是全部相符。

三、上线
  1. 在网站目录下建立 releases，把本包解压为 releases/版本名/；
  2. 核对（见上）；
  3. 让 current 指向它：ln -s releases/版本名 current.new && mv -T current.new current
     Windows：rmdir current & mklink /J current releases\\版本名
  4. 服务器的网站目录设为 current/site（配置样例在 server/）。
  退回上一版：让 current 重新指向上一个文件夹，一秒钟完成。

四、只有门户栏目、没有自己的服务器
  请发布单位运行 ./inv release.paste，得到可以直接粘贴到门户编辑器的正文和附件。
"""
